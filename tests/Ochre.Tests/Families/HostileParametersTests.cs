using System.Text.Json.Nodes;
using static Ochre.Planning;

namespace Ochre.Families;

/// <summary>Whatever stands in a provider parameter, a plan comes out or an <see cref="ImageException"/> does.</summary>
public class HostileParametersTests
{
    private static readonly string[] Values =
    [
        "null", "true", "[]", "[[]]", "[null]", "{}", """{"a":null}""", "0", "-0", "-1", "1e999", "-1e999", "1e-999", "0.1", "1.0",
        "99999999999999999999999999999999999999", "\"\"", "\" \"", "\"NaN\"", "\"Infinity\"", "\"-Infinity\"", "\"1e999\"", "\"0x10\"",
        "\"\\ud800\"", "\"\\udc00\\ud800\"", "\"\\u0000\"", "\"a\\/b\"", "\"data:,\"", "\"data:\"", "\"data:image/png;base64,\\u0041\"",
        """[{"text":"\ud800"}]""", """[{"text":"x","weight":1e999}]""", """["\ud800"]""", """{"\ud800":1}""",
        """{"seed":1,"seed":2}""", """{"a":{"b":1,"b":2}}""", """{"a":"\ud800"}""",
        string.Concat(Enumerable.Repeat("[", 60)) + string.Concat(Enumerable.Repeat("]", 60)),
        string.Concat(Enumerable.Repeat("{\"a\":", 60)) + "1" + new string('}', 60),
    ];

    private static readonly string[] Names =
    [
        "", " ", "Seed", "SEED", "seed.", "a.b", "__proto__", "prompt", "text", "textToImageParams", "colorGuidedGenerationParams",
        "imageGenerationConfig", "taskType", "extras", "\\u0000", "\\r\\nx: y", "😀",
    ];

    public static TheoryData<string> Models => [.. ModelCatalog.Default.Models.Select(model => model.Id)];

    public static TheoryData<string> Painters => [.. ModelCatalog.Default.Models.Where(model => model.Takes(Fox)).Select(model => model.Id)];

    [Theory]
    [MemberData(nameof(Models))]
    public void Nothing_but_a_refusal_comes_out_where_there_is_a_picture(string model)
    {
        var two = new EditImages { Prompt = "fox", Images = [Pictures.Png(640, 640), Pictures.Png(64, 64)] };
        ImageRequest[] wishes =
        [
            Pictures.Edit with { Prompt = "fox" }, two, two with { Images = [] }, Pictures.Edit with { Mask = Pictures.Png(1, 1, true, "mask"), Count = 10 },
            two with { Pictures = new Dictionary<string, ImageInput> { ["\ud800\r\n"] = two.Images[0], ["style_image"] = two.Images[1] } },
            new VaryImages { Images = [] }, new VaryImages { Images = Pictures.Edit.Images },
        ];
        foreach (var name in ModelCatalog.Default.Find(model).Model.Parameters.Concat(Names).Distinct())
        {
            foreach (var value in Values)
            {
                foreach (var wish in wishes)
                    Try(model, $$"""{"select_prompt":"a","search_prompt":"b","left":1,"{{name}}":{{value}}}""", wish);
                Try(model, $$"""{"{{name}}":{{value}}}""", wishes[0]);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Nothing_but_a_refusal_comes_out(string model)
    {
        var names = ModelCatalog.Default.Find(model).Model.Parameters.Select(path => path.Split('.')[^1]).Concat(Names).Distinct();
        foreach (var name in names)
        {
            foreach (var value in Values)
            {
                Try(model, $$"""{"{{name}}":{{value}}}""");
                Try(model, $$"""{"taskType":"COLOR_GUIDED_GENERATION","{{name}}":{{value}}}""");
                foreach (var place in (string[])["imageGenerationConfig", "textToImageParams", "colorGuidedGenerationParams"])
                    Try(model, $$$"""{"{{{place}}}":{"{{{name}}}":{{{value}}}}}""");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Painters))]
    public void A_null_is_absent(string model) => Assert.Equal(
        Plan(model, Fox).Calls[0].Text(),
        Plan(model, """{"seed":null,"nonsense":null,"imageGenerationConfig":null,"negative_prompt":null}""").Calls[0].Text());

    [Theory]
    [InlineData("""{"seed":1,"seed":2}""")]
    [InlineData("""{"imageGenerationConfig":{"seed":1,"seed":2}}""")]
    public void A_name_that_stands_twice_is_refused(string extra) =>
        Assert.Equal("invalid_json", Refusal("amazon.nova-canvas-v1:0", extra).Code);

    [Fact]
    public void A_name_in_another_case_is_another_name() =>
        Assert.Equal("Seed", Refusal("amazon.nova-canvas-v1:0", """{"seed":1,"Seed":2}""").Param);

    [Fact]
    public void What_is_said_back_is_short_and_on_one_line()
    {
        var error = Refusal("amazon.nova-canvas-v1:0", $$"""{"{{new string('x', 100_000)}}\r\n":1}""");

        Assert.InRange(error.Message.Length, 1, 1000);
        Assert.InRange(error.Param!.Length, 1, 100);
        Assert.DoesNotContain(Refusal("amazon.nova-canvas-v1:0", """{"style":"a\r\nb\u0007"}""").Message, char.IsControl);
    }

    [Fact]
    public void Values_made_in_NET_are_read_like_those_that_were_parsed()
    {
        foreach (var node in (JsonNode[])[7, 7L, 7d, 7f, 7m, (short)7, (byte)7, 7u, "7"])
        {
            var plan = Plan("amazon.nova-canvas-v1:0", Fox with { Extra = new() { ["cfgScale"] = node.DeepClone(), ["seed"] = node } });
            Assert.Equal((7, 7), ((int)plan.Body()["imageGenerationConfig"]!["cfgScale"]!, (int)plan.Body()["imageGenerationConfig"]!["seed"]!));
        }
        Assert.Throws<ImageException>(() => Plan("amazon.nova-canvas-v1:0", Fox with { Extra = new() { ["seed"] = double.NaN } }));
        Assert.Throws<ImageException>(() => Plan("amazon.nova-canvas-v1:0", Fox with { Extra = new() { ["negativeText"] = "a" + '\ud800' } }));
        Assert.Throws<ImageException>(() => Plan("amazon.nova-canvas-v1:0", Fox with { Extra = new() { ["conditionImage"] = "" } }));
    }

    [Fact]
    public void A_picture_of_megabytes_never_becomes_a_string()
    {
        var picture = Ochre.Tests.Samples.Png(1024, 1024, 8_000_000);
        var extra = Json($$"""{"conditionImage":"{{picture}}"}""");
        Plan("amazon.nova-canvas-v1:0", Fox with { Extra = extra });

        var before = GC.GetAllocatedBytesForCurrentThread();
        var plan = Plan("amazon.nova-canvas-v1:0", Fox with { Extra = extra });
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.InRange(plan.Calls[0].Body.Length, picture.Length, picture.Length + 1000);
        // Its own bytes, three quarters of the letters, and no letter: those are made while they are sent.
        Assert.InRange(allocated, 0.74 * picture.Length, 0.8 * picture.Length);
    }

    [Fact]
    public void The_callers_own_object_is_left_as_it_was()
    {
        const string Given = """{"imageGenerationConfig":{"seed":"7","textToImageParams":{"negativeText":"blur"}},"colors":null}""";
        var extra = Json(Given);

        Plan("amazon.nova-canvas-v1:0", Fox with { Extra = extra });
        Plan("amazon.nova-canvas-v1:0", Fox with { Extra = extra, Count = 7 });

        Assert.Equal(Given, extra.ToJsonString());
    }

    private static void Try(string model, string extra, ImageRequest? wish = null)
    {
        if (ModelCatalog.Default.Find(model).Model.EndOfLife is not null)
            TrySuccessor(model, extra, wish ?? Fox);
        try
        {
            foreach (var call in Plan(model, extra, wish).Calls)
                Json(call.Text());
        }
        catch (ImageException refusal)
        {
            AssertPlain(refusal);
        }
    }

    private static void AssertPlain(ImageException refusal)
    {
        Assert.True(CallerValue.IsUnicode(refusal.Error.Message) && CallerValue.IsUnicode(refusal.Error.Param ?? ""));
        Assert.DoesNotContain(refusal.Error.Message, char.IsControl);
    }

    // As the caller's and as the operator's.
    private static void TrySuccessor(string model, string extra, ImageRequest wish)
    {
        foreach (var (own, defaults) in ((string, string)[])[(extra, "{}"), ("{}", extra)])
        {
            try
            {
                foreach (var call in Ochre.Tests.Succession.Succeeding.Succeed(model, wish, own, defaults).Plan.Calls)
                    Json(call.Text());
            }
            catch (ImageException refusal)
            {
                AssertPlain(refusal);
            }
        }
    }
}
