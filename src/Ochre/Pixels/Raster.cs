using System.Buffers;
using System.Runtime.InteropServices;

namespace Ochre.Pixels;

/// <summary>Pixels on their way from one file to another. Each step gives a raster of its own; decoding happens while the last encodes.</summary>
internal sealed unsafe class Raster : IDisposable
{
    // VipsInterpretation: libvips/include/vips/image.h.
    private const int Grey = 1;
    private const int Cmyk = 15;
    private const int Srgb = 22;
    private const int Grey16 = 26;
    private const string Profile = "icc-profile-data";
    private const int OffGrey = 32;

    private readonly VipsImage _image;
    private MemoryHandle _file;

    /// <param name="file">Given back with the raster.</param>
    public Raster(VipsImage image, MemoryHandle file = default) => (_image, _file) = (image, file);

    public VipsImage Image => _image;

    public PixelSize Size => new(VipsLibrary.Width(_image), VipsLibrary.Height(_image));

    /// <summary>Eight bits a channel, grey or RGB, alpha if there was one; the colour profile stays and every other metadata goes.</summary>
    public Raster Plain()
    {
        var kind = VipsLibrary.Interpretation(_image);
        var image = kind is Grey or Srgb
            ? new VipsOperation("copy").Set("in", _image).Image()
            : new VipsOperation("colourspace").Set("in", _image).Set("space", kind is Grey16 ? "b-w" : "srgb").Image();
        // What was made of CMYK is sRGB now: its profile would be a lie.
        RemoveFields(image, keepProfile: kind is not Cmyk);
        return new(image);
    }

    /// <summary>Fills exactly this size: scaled until it covers it, the rest cut off on both sides alike.</summary>
    public Raster Cover(PixelSize size) => new(new VipsOperation("thumbnail_image").Set("in", _image)
        .Set("width", size.Width).Set("height", size.Height).Set("crop", "centre").Set("no-rotate", "true").Image());

    /// <summary>Whether any pixel is less than opaque; looks at all of them.</summary>
    public bool IsSeenThrough
    {
        get
        {
            if (VipsLibrary.HasAlpha(_image) == 0)
                return false;
            using var alpha = Alpha();
            return new VipsOperation("min").Set("in", alpha._image).Number() < 255;
        }
    }

    /// <summary>Whether no pixel has a colour to speak of; a lossy file's black and white is a little off grey.</summary>
    public bool IsColourless => VipsLibrary.Bands(_image) < 3 || (FurthestApart(0, 1) <= OffGrey && FurthestApart(1, 2) <= OffGrey);

    /// <summary>Without alpha; what can be seen through shows white.</summary>
    public Raster Flat() => VipsLibrary.HasAlpha(_image) == 0
        ? Copy()
        : new(new VipsOperation("flatten").Set("in", _image).Set("background", "255").Image());

    /// <summary>The alpha channel as a grey picture.</summary>
    public Raster Alpha() => Channel(VipsLibrary.Bands(_image) - 1);

    /// <summary>A grey picture of a colourless one, value for value: its green channel, or the only one.</summary>
    public Raster Middle() => Channel(VipsLibrary.Bands(_image) < 3 ? 0 : 1);

    public Raster Copy() => new(new VipsOperation("copy").Set("in", _image).Image());

    /// <summary>Three channels, as most models want even of a grey picture.</summary>
    public Raster ToColours() => new(new VipsOperation("colourspace").Set("in", _image).Set("space", "srgb").Image());

    public Raster Inverted() => new(new VipsOperation("invert").Set("in", _image).Image());

    /// <summary>White from this value up, black below.</summary>
    public Raster From(int value)
    {
        using var white = new VipsOperation("relational_const").Set("in", _image).Set("relational", "moreeq").Set("c", value).Image();
        return new(new VipsOperation("copy").Set("in", white).Set("interpretation", "b-w").Image());
    }

    public Raster Part(PixelArea area) => new(new VipsOperation("extract_area").Set("input", _image)
        .Set("left", area.Left).Set("top", area.Top).Set("width", area.Width).Set("height", area.Height).Image());

    /// <summary>The rectangle that is black where all around it is white; null where there is none, or the black has another shape.</summary>
    public PixelArea? BlackRectangle()
    {
        var found = new VipsOperation("find_trim").Set("in", _image).Set("background", "255").Numbers("left", "top", "width", "height");
        var area = new PixelArea((int)found[0], (int)found[1], (int)found[2], (int)found[3]);
        if (area.Width == 0 || area.Height == 0)
            return null;
        using var part = Part(area);
        return new VipsOperation("max").Set("in", part._image).Number() == 0 ? area : null;
    }

    /// <summary>Decodes everything now, so that several files can be made of it.</summary>
    public Raster InMemory(CancellationToken cancellationToken)
    {
        using var kill = new KillSwitch(_image, cancellationToken);
        var copy = VipsLibrary.CopyToMemory(_image);
        if (copy != 0)
            return new(new VipsImage(copy));
        var fault = Codec.Fault("copy");
        cancellationToken.ThrowIfCancellationRequested();
        throw fault;
    }

    /// <param name="quality">0 to 100, for jpeg and webp.</param>
    /// <exception cref="InvalidDataException">The file that this came from is broken somewhere behind its header.</exception>
    public NativeFile Encode(ImageFormat format, int quality, CancellationToken cancellationToken)
    {
        using var kill = new KillSwitch(_image, cancellationToken);
        try
        {
            return format switch
            {
                ImageFormat.Jpeg => Jpeg(quality),
                // Effort 2 takes a third of the default's time for 3 % more bytes, measured on photographs.
                ImageFormat.Webp => Save("webpsave_buffer", _image).Set("Q", quality).Set("effort", 2).File(),
                _ => Save("pngsave_buffer", _image).Set("compression", 1).Set("filter", "sub").File(),
            };
        }
        catch (InvalidDataException) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
    }

    public void Dispose()
    {
        _image.Dispose();
        _file.Dispose();
    }

    private Raster Channel(int index)
    {
        using var band = new VipsOperation("extract_band").Set("in", _image).Set("band", index).Image();
        return new(new VipsOperation("copy").Set("in", band).Set("interpretation", "b-w").Image());
    }

    private double FurthestApart(int one, int other)
    {
        using var left = new VipsOperation("extract_band").Set("in", _image).Set("band", one).Image();
        using var right = new VipsOperation("extract_band").Set("in", _image).Set("band", other).Image();
        using var difference = new VipsOperation("subtract").Set("left", left).Set("right", right).Image();
        using var distance = new VipsOperation("abs").Set("in", difference).Image();
        return new VipsOperation("max").Set("in", distance).Number();
    }

    // jpeg has no alpha: what can be seen through shows white.
    private NativeFile Jpeg(int quality)
    {
        using var opaque = VipsLibrary.HasAlpha(_image) != 0 ? new VipsOperation("flatten").Set("in", _image).Set("background", "255").Image() : null;
        return Save("jpegsave_buffer", opaque ?? _image).Set("Q", Math.Max(1, quality)).File();
    }

    // What Plain left is all there is to keep; this keeps the encoders from adding a note of their own (EXIF, a resolution).
    private static VipsOperation Save(string name, VipsImage image)
    {
        var save = new VipsOperation(name).Set("in", image);
        if (Codec.CanKeep)
            return save.Set("keep", "icc");
        return VipsLibrary.TypeOfField(image, Profile) == 0 ? save.Set("strip", "true") : save;
    }

    private static void RemoveFields(VipsImage image, bool keepProfile)
    {
        var fields = VipsLibrary.Fields(image);
        for (var field = fields; *field != 0; field++)
        {
            // vips-sequential is libvips' own note that pixels come from top to bottom only.
            if (Marshal.PtrToStringUTF8(*field) is var name && name is not "vips-sequential" && !(keepProfile && name is Profile))
                VipsLibrary.RemoveField(image, *field);
        }

        VipsLibrary.FreeStrings(fields);
    }
}
