using Ochre.Pixels;

namespace Ochre;

/// <summary>An image that was taken whole out of Bedrock's answer, or what broke it off.</summary>
internal sealed class TakenImage
{
    private readonly ArrivingImage _image;
    private readonly IReadOnlyList<TakenImage> _previews;

    private TakenImage(ArrivingImage image, byte[]? file, ImageException? fault, IReadOnlyList<TakenImage> previews) =>
        (_image, File, Fault, _previews) = (image, file, fault, previews);

    /// <summary>Null where it broke off.</summary>
    public byte[]? File { get; }

    public ImageException? Fault { get; }

    public bool IsMask => _image.IsMask;

    public static async Task<TakenImage> TakeAsync(ArrivingImage image, CancellationToken cancellationToken)
    {
        try
        {
            List<TakenImage> previews = [];
            foreach (var preview in image.Previews)
                previews.Add(await TakeAsync(preview, cancellationToken).ConfigureAwait(false));
            using var file = new MemoryStream();
            await image.CopyToAsync(file, cancellationToken).ConfigureAwait(false);
            return new(image, file.ToArray(), null, previews);
        }
        catch (ImageException fault)
        {
            return new(image, null, fault, []);
        }
    }

    public OchreImage Made(CheckedCall call, ImageJob job, ImageRun run, OchreImage? mask)
    {
        var size = _image.Size ?? ImageHeader.Read(File)?.UprightSize ?? default;
        var notes = job.Plan.Notes.Measured(call.Request.Size, size);
        return new()
        {
            Bytes = File,
            Format = _image.Format,
            Size = size,
            Seed = _image.Seed,
            CostUsd = IsMask ? 0 : job.Plan.PricePerImage,
            Notes = new([.. call.Ignored.Concat(notes.Ignored).Distinct()], notes.Adjusted)
            {
                ReplacedModel = job.ReplacedModel,
                EndOfLife = job.Deprecation?.End,
            },
            Model = job.Target.Model.Id,
            Region = run.Regions is [var first, ..] ? first : null,
            Index = _image.Index,
            Mask = mask,
            Previews = [.. _previews.Where(preview => preview.File is not null).Select(preview => preview.AsPreview(job))],
        };
    }

    private OchreImage AsPreview(ImageJob job) =>
        new() { Bytes = File, Format = _image.Format, Size = _image.Size ?? default, Seed = _image.Seed, CostUsd = 0, Model = job.Target.Model.Id, Index = _image.Index };
}
