using Ochre.Emulator.Decoding;
using Ochre.Emulator.Editing;

namespace Ochre.Emulator.Tests.Editing;

public class EditSheetTests
{
    private static readonly string[] Tasks =
        ["TEXT_IMAGE", "COLOR_GUIDED_GENERATION", "IMAGE_VARIATION", "INPAINTING", "OUTPAINTING", "BACKGROUND_REMOVAL", "VIRTUAL_TRY_ON"];

    [Fact]
    public void The_sheet_shows_every_service_and_every_task()
    {
        var cases = EditSheetCases.All;

        Assert.Empty(Bodies.Of.Keys.Select(Bodies.Profile).Except(cases.Select(shown => shown.Model)));
        Assert.Empty(Tasks.Except(cases.Select(shown => shown.Name.Split(' ')[0])));
    }

    [Fact]
    public void The_sheet_is_one_picture()
    {
        var file = new MemoryStream();
        EditSheet.Write(file, columns: 4, tile: 24);

        var sheet = ImageReader.Read(file.ToArray());
        Assert.Equal((4 * (3 * 26 + 18), 6 * (24 + 26)), (sheet.Width, sheet.Height));
    }
}
