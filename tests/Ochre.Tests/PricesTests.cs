using static Ochre.Planning;

namespace Ochre;

public class PricesTests
{
    [Theory]
    [InlineData("stability.stable-image-core-v1:0", "1024x1024", 0.04)]
    [InlineData("stability.stable-image-core-v1:1", "1792x1024", 0.04)]
    [InlineData("stability.stable-image-ultra-v1:0", "1024x1024", 0.14)]
    [InlineData("stability.stable-image-ultra-v1:1", "1024x1024", 0.14)]
    [InlineData("stability.sd3-large-v1:0", "1024x1024", 0.08)]
    [InlineData("stability.sd3-5-large-v1:0", "1024x1024", 0.08)]
    public void Stabilitys_generators_have_one_price(string model, string size, double usd)
    {
        Assert.Equal((decimal)usd, Plan(model, Fox with { Size = Size(size) }).PricePerImage);
        Assert.Equal((decimal)usd, Plan(model, Fox with { Size = Size(size), Quality = ImageQuality.High }).PricePerImage);
    }

    [Theory]
    [InlineData("1024x1024", 0.04, 0.06)]
    [InlineData("320x320", 0.04, 0.06)]
    [InlineData("1024x320", 0.04, 0.06)]
    [InlineData("1040x320", 0.06, 0.08)]
    [InlineData("2048x2048", 0.06, 0.08)]
    [InlineData("1024x4096", 0.06, 0.08)]
    public void Canvas_costs_by_longest_side_and_quality(string size, double standard, double premium) =>
        AssertQualities("amazon.nova-canvas-v1:0", size, standard, premium);

    [Theory]
    [InlineData("512x512", 0.008, 0.010)]
    [InlineData("768x768", 0.008, 0.010)]
    [InlineData("704x320", 0.008, 0.010)]
    [InlineData("1024x1024", 0.010, 0.012)]
    [InlineData("640x1408", 0.010, 0.012)]
    [InlineData("1173x640", 0.010, 0.012)]
    public void Titan_costs_by_AWSs_size_table_and_quality(string size, double standard, double premium)
    {
        AssertQualities("amazon.titan-image-generator-v1", size, standard, premium);
        AssertQualities("amazon.titan-image-generator-v2:0", size, standard, premium);
    }

    [Theory]
    [InlineData("512x512", 30, 0.018)]
    [InlineData("128x512", 50, 0.018)]
    [InlineData("512x512", 51, 0.036)]
    [InlineData("576x512", 50, 0.036)]
    [InlineData("1024x1024", 150, 0.072)]
    public void Sdxl_0_8_costs_by_size_and_steps(string size, int steps, double usd) => Assert.Equal(
        (decimal)usd, Plan("stability.stable-diffusion-xl-v0", $$"""{"steps":{{steps}}}""", Fox with { Size = Size(size) }).PricePerImage);

    [Fact]
    public void The_callers_own_parameters_count_towards_the_price() => Assert.Equal(
        0.08m, Plan("amazon.nova-canvas-v1:0", """{"width":2048,"imageGenerationConfig":{"quality":"premium"}}""").PricePerImage);

    [Fact]
    public void A_model_without_a_price_has_none()
    {
        var target = ModelCatalog.Default.Find(null);

        Assert.Null(target.Family.Plan(Fox, target.Model with { Prices = null }, 0).PricePerImage);
    }

    private static void AssertQualities(string model, string size, double standard, double premium)
    {
        foreach (var (quality, usd) in ((ImageQuality?, double)[])[(null, standard), (ImageQuality.Low, standard), (ImageQuality.High, premium)])
        {
            var plan = Plan(model, Fox with { Size = Size(size), Quality = quality });
            Assert.Empty(plan.Notes.Adjusted);
            Assert.Equal((decimal)usd, plan.PricePerImage);
        }
    }
}
