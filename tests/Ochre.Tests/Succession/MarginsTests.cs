using Ochre.Succession;

namespace Ochre.Tests.Succession;

/// <summary>When an area that stays can be painted around, and how far to each side.</summary>
public class MarginsTests
{
    private static readonly ImageModel Outpaint = ModelCatalog.Default.Find("stability.stable-outpaint-v1:0").Model;

    [Theory]
    [InlineData(10, 20, 300, 200, 640, 480, "left=10,right=330,up=20,down=260")]
    [InlineData(0, 0, 640, 400, 640, 480, "down=80")]
    [InlineData(2000, 0, 64, 64, 2064, 64, "left=2000")]
    [InlineData(0, 0, 250, 100, 251, 100, "right=1")]
    public void What_is_around_the_area_is_the_margin(int left, int top, int width, int height, int wide, int high, string sent) =>
        Assert.Equal(sent, string.Join(',', Margins.Around(new(left, top, width, height), new(wide, high), Outpaint)!.Value.Sent.Select(margin => $"{margin.Name}={margin.Pixels}")));

    [Theory]
    [InlineData(0, 0, 640, 480, 640, 480)] // nothing is around it
    [InlineData(2001, 0, 64, 64, 2065, 64)] // too far to one side
    [InlineData(0, 0, 63, 64, 640, 480)] // too small a piece
    [InlineData(0, 0, 251, 100, 640, 480)] // longer than 2.5:1
    [InlineData(0, 0, 3073, 3073, 4000, 4000)] // more than 9,437,184 pixels
    public void What_the_model_would_refuse_is_no_margin(int left, int top, int width, int height, int wide, int high) =>
        Assert.Null(Margins.Around(new(left, top, width, height), new(wide, high), Outpaint));
}
