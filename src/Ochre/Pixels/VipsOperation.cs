using System.Buffers;
using System.Globalization;
using static Ochre.Pixels.VipsLibrary;

namespace Ochre.Pixels;

/// <summary>One operation of libvips, from its name to its result: <c>new("flatten").Set("in", image).Image()</c>.</summary>
internal sealed unsafe class VipsOperation
{
    private readonly string _name;
    private nint _operation;

    public VipsOperation(string name)
    {
        _name = name;
        _operation = NewOperation(name);
        if (_operation == 0)
            throw Fault();
    }

    /// <summary>Whether the library can do this at all.</summary>
    public static bool Exists(string name)
    {
        var operation = NewOperation(name);
        if (operation != 0)
            Release(operation);
        else
            Free(TakeErrors());
        return operation != 0;
    }

    public VipsOperation Set(string name, int value) => Set(name, value.ToString(CultureInfo.InvariantCulture));

    public VipsOperation Set(string name, string value) => SetArgument(_operation, name, value) == 0 ? this : throw Fault();

    public VipsOperation Set(string name, VipsImage image)
    {
        var value = default(GValue);
        InitValue(ref value, ImageType());
        SetObject(ref value, image);
        SetProperty(_operation, name, ref value);
        UnsetValue(ref value);
        return this;
    }

    /// <param name="file">Is not copied: must stay where it is as long as the image that is made of it.</param>
    public VipsOperation Set(string name, MemoryHandle file, int length)
    {
        var value = default(GValue);
        InitValue(ref value, BlobType());
        SetBlob(ref value, 0, file.Pointer, (nuint)length);
        SetProperty(_operation, name, ref value);
        UnsetValue(ref value);
        return this;
    }

    /// <summary>Runs it.</summary>
    /// <exception cref="InvalidDataException">The image is broken, in libvips' words.</exception>
    public VipsImage Image() => new(Result("out", ImageType()));

    /// <inheritdoc cref="Image"/>
    public NativeFile File() => new(Result("buffer", BlobType()));

    /// <inheritdoc cref="Image"/>
    public double Number() => Numbers("out")[0];

    /// <summary>Several results, whole numbers too: GObject makes them doubles.</summary>
    /// <inheritdoc cref="Image"/>
    public double[] Numbers(params ReadOnlySpan<string> names)
    {
        Build();
        var numbers = new double[names.Length];
        for (var i = 0; i < names.Length; i++)
        {
            var value = Output(names[i], DoubleType);
            numbers[i] = TakeDouble(ref value);
            UnsetValue(ref value);
        }
        End();
        return numbers;
    }

    private nint Result(string name, nuint type)
    {
        Build();
        var value = Output(name, type);
        var result = type == ImageType() ? TakeObject(ref value) : TakeBoxed(ref value);
        UnsetValue(ref value);
        End();
        return result;
    }

    private void Build()
    {
        var built = VipsLibrary.Build(_operation);
        if (built == 0)
            throw Fault();
        Release(_operation);
        _operation = built;
    }

    private GValue Output(string name, nuint type)
    {
        var value = default(GValue);
        InitValue(ref value, type);
        GetProperty(_operation, name, ref value);
        return value;
    }

    private InvalidDataException Fault()
    {
        End();
        return Codec.Fault(_name);
    }

    // Every way ends here: an operation is used once.
    private void End()
    {
        if (_operation == 0)
            return;
        ReleaseOutputs(_operation);
        Release(_operation);
        _operation = 0;
    }
}
