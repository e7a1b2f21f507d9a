using System.Globalization;
using System.Text.Json.Nodes;

namespace Ochre.Families;

/// <summary>What AWS's pages say the thirteen services take: R required, o optional, - refused. Written from them, not from the code.</summary>
internal static class ServiceMatrix
{
    private const string Table = """
        field                remove-background inpaint outpaint search-recolor search-replace erase-object control-sketch control-structure style-guide style-transfer creative-upscale conservative-upscale fast-upscale
        image                R                 R       R        R              R              R            R              R                 R           -              R                R                    R
        init_image           -                 -       -        -              -              -            -              -                 -           R              -                -                    -
        style_image          -                 -       -        -              -              -            -              -                 -           R              -                -                    -
        prompt               -                 R       o        R              R              -            R              R                 R           o              R                R                    -
        negative_prompt      -                 o       -        o              o              -            o              o                 o           o              o                o                    -
        select_prompt        -                 -       -        R              -              -            -              -                 -           -              -                -                    -
        search_prompt        -                 -       -        -              R              -            -              -                 -           -              -                -                    -
        mask                 -                 o       -        -              -              o            -              -                 -           -              -                -                    -
        grow_mask            -                 o       -        o              o              o            -              -                 -           -              -                -                    -
        left                 -                 -       o        -              -              -            -              -                 -           -              -                -                    -
        right                -                 -       o        -              -              -            -              -                 -           -              -                -                    -
        up                   -                 -       o        -              -              -            -              -                 -           -              -                -                    -
        down                 -                 -       o        -              -              -            -              -                 -           -              -                -                    -
        creativity           -                 -       o        -              -              -            -              -                 -           -              o                o                    -
        control_strength     -                 -       -        -              -              -            o              o                 -           -              -                -                    -
        fidelity             -                 -       -        -              -              -            -              -                 o           -              -                -                    -
        aspect_ratio         -                 -       -        -              -              -            -              -                 o           -              -                -                    -
        composition_fidelity -                 -       -        -              -              -            -              -                 -           o              -                -                    -
        style_strength       -                 -       -        -              -              -            -              -                 -           o              -                -                    -
        change_strength      -                 -       -        -              -              -            -              -                 -           o              -                -                    -
        style_preset         -                 o       o        o              o              -            o              o                 o           -              o                -                    -
        seed                 -                 o       o        o              o              o            o              o                 o           o              o                o                    -
        output_format        o                 o       o        o              o              o            o              o                 o           o              o                o                    o
        mode                 -                 -       -        -              -              -            -              -                 -           -              -                -                    -
        strength             -                 -       -        -              -              -            -              -                 -           -              -                -                    -
        cfg_scale            -                 -       -        -              -              -            -              -                 -           -              -                -                    -
        """;

    private static readonly string[] WithoutImagePart = ["outpaint", "style-transfer", "creative-upscale", "conservative-upscale", "fast-upscale"];

    private static readonly string[][] Rows = [.. Table.Split('\n').Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))];

    public static IReadOnlyList<string> Services { get; } = Rows[0][1..];

    public static IEnumerable<(string Service, string Field, string Mark)> Cells =>
        from row in Rows[1..]
        from column in Enumerable.Range(1, Services.Count)
        select (Rows[0][column], row[0], row[column]);

    public static bool Takes(string service, string field) => Cells.Single(cell => cell.Service == service && cell.Field == field).Mark is not "-";

    public static string Id(string service) => $"stability.stable-{(WithoutImagePart.Contains(service) ? "" : "image-")}{service}-v1:0";

    /// <summary>The first and last values that a field may have, as JSON.</summary>
    public static string[] Ends(string service, string field) => field switch
    {
        "prompt" or "negative_prompt" or "select_prompt" or "search_prompt" => ["\"a\"", Words(10_000)],
        "grow_mask" => ["0", "20"],
        "left" or "right" or "up" or "down" => ["0", "2000"],
        "creativity" => ["0.1", service is "outpaint" ? "1" : "0.5"],
        "control_strength" or "fidelity" or "composition_fidelity" or "style_strength" => ["0", "1"],
        "change_strength" => ["0.1", "1"],
        "aspect_ratio" => ["\"16:9\"", "\"9:21\""],
        "style_preset" => ["\"3d-model\"", "\"tile-texture\""],
        "seed" => ["0", "4294967294"],
        "output_format" => ["\"jpeg\"", "\"webp\""],
        _ => [],
    };

    /// <summary>Values just beyond, and of another kind.</summary>
    public static string[] Beyond(string service, string field) => field switch
    {
        "prompt" or "negative_prompt" or "select_prompt" or "search_prompt" => [Words(10_001), "7", "[]"],
        "grow_mask" => ["-1", "21", "0.5", "\"x\""],
        "left" or "right" or "up" or "down" => ["-1", "2001", "1.5", "true"],
        "creativity" => ["0.09", service is "outpaint" ? "1.01" : "0.51", "\"x\""],
        "control_strength" or "fidelity" or "composition_fidelity" or "style_strength" => ["-0.01", "1.01", "{}"],
        "change_strength" => ["0.09", "1.01"],
        "aspect_ratio" => ["\"4:3\"", "1"],
        "style_preset" => ["\"vivid\"", "1"],
        "seed" => ["-1", "4294967295", "1.5", "\"x\""],
        "output_format" => ["\"gif\"", "1"],
        _ => [],
    };

    /// <summary>The least that a service takes: one picture of 640x640, and what else is required.</summary>
    public static EditImages Least(string service)
    {
        var extra = new JsonObject();
        if (service is "outpaint")
            extra["down"] = 7;
        foreach (var search in (string[])["select_prompt", "search_prompt"])
        {
            if (Takes(service, search))
                extra[search] = "the jacket";
        }
        return Pictures.Edit with
        {
            Images = service is "style-transfer" ? [Pictures.Png(640, 640), Pictures.Png(128, 64, field: "image[1]")] : [Pictures.Png(640, 640)],
            Mask = service is "erase-object" ? Pictures.Png(640, 640, field: "mask") : null,
            Prompt = Takes(service, "prompt") ? "a pink one" : "",
            Extra = extra,
        };
    }

    public static EditImages With(this EditImages edit, string field, string? json)
    {
        var extra = (JsonObject)edit.Extra.DeepClone();
        extra[field] = json is null ? null : JsonNode.Parse(json);
        return edit with { Extra = extra };
    }

    private static string Words(int length) => string.Create(CultureInfo.InvariantCulture, $"\"{new string('w', length)}\"");
}
