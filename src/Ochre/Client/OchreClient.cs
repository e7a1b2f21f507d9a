using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Ochre.Emulator;

namespace Ochre;

/// <summary>Images on AWS Bedrock. One serves the process, from any number of threads: it keeps connections and AWS's sessions.</summary>
/// <remarks>
/// Every refusal is an <see cref="ImageException"/> whose <see cref="ImageError.Code"/> says what was wrong; what refuses before Bedrock is asked costs nothing.
/// A call that is cancelled stops at once; what Bedrock had begun by then may be billed.
/// </remarks>
public sealed class OchreClient : IDisposable
{
    private readonly OchreParts _parts;
    private readonly IImageCalls _calls;

    /// <summary>As whom and where an AWS SDK would call: the default credential chain, <c>AWS_REGION</c>.</summary>
    public OchreClient() : this(new OchreOptions())
    {
    }

    /// <param name="options">Read once.</param>
    /// <param name="log">Hears of AWS sessions that could not be renewed.</param>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">Options are wrong; names all of them.</exception>
    public OchreClient(OchreOptions options, TimeProvider? time = null, ILogger<OchreClient>? log = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        OchreOptionsCheck.Ensure(options);
        _parts = new(options, time ?? TimeProvider.System, log ?? (ILogger)NullLogger.Instance);
        _calls = _parts.Calls;
    }

    /// <summary>Every model, and every name that <see cref="ImageOptions.Model"/> can have.</summary>
    public ModelCatalog Catalog => _parts.Service.Catalog;

    internal OchreParts Parts => _parts;

    /// <summary>A client of the emulator in this process: real pictures and Bedrock's own refusals, without account, network and cost.</summary>
    /// <param name="emulator">One of yours, to make faults with and to read what it was asked; it stays yours. Null makes one.</param>
    public static OchreClient Emulated(BedrockEmulator? emulator = null) =>
        new(emulator is null ? new OchreOptions { Emulated = true } : new OchreOptions().UseEmulator(emulator));

    /// <summary>Makes one image of words.</summary>
    /// <exception cref="ImageException">It was refused, by Ochre or by Bedrock.</exception>
    public Task<OchreImage> GenerateAsync(string prompt, GenerateOptions? options = null, CancellationToken cancellationToken = default) =>
        OneAsync(() => CheckedCall.Generate(prompt, null, options ?? new()), cancellationToken);

    /// <summary>Makes several images of the same words. Seeds count up from the first.</summary>
    /// <param name="count">1 to 10. Fewer come where some were filtered or failed; only where none came it is an exception.</param>
    /// <inheritdoc cref="GenerateAsync"/>
    public Task<OchreImages> GenerateManyAsync(string prompt, int count, GenerateOptions? options = null, CancellationToken cancellationToken = default) =>
        ManyAsync(() => CheckedCall.Generate(prompt, count, options ?? new()), cancellationToken);

    /// <summary>The same, each image as soon as it is ready.</summary>
    /// <inheritdoc cref="GenerateManyAsync"/>
    public StreamedImages GenerateStreamAsync(string prompt, int count, GenerateOptions? options = null, CancellationToken cancellationToken = default) =>
        Streamed(CheckedCall.Generate(prompt, count, options ?? new()), cancellationToken);

    /// <summary>Makes one image of a picture: changed by words, within the mask where there is one.</summary>
    /// <param name="prompt">Empty where the model's task needs none.</param>
    /// <exception cref="ImageException">It was refused, by Ochre or by Bedrock.</exception>
    public Task<OchreImage> EditAsync(ImageFile image, string prompt, EditOptions? options = null, CancellationToken cancellationToken = default) =>
        EditAsync([image], prompt, options, cancellationToken);

    /// <summary>The same of several pictures, in their order.</summary>
    /// <param name="images">1 to 16; how many a model takes it says itself.</param>
    /// <inheritdoc cref="EditAsync(ImageFile, string, EditOptions?, CancellationToken)"/>
    public Task<OchreImage> EditAsync(IEnumerable<ImageFile> images, string prompt, EditOptions? options = null, CancellationToken cancellationToken = default) =>
        OneAsync(() => CheckedCall.Edit(images, prompt, null, options ?? new(), _parts.Limits), cancellationToken);

    /// <summary>Makes several images of the same pictures and words.</summary>
    /// <param name="count">1 to 10. Fewer come where some were filtered or failed; only where none came it is an exception.</param>
    /// <inheritdoc cref="EditAsync(IEnumerable{ImageFile}, string, EditOptions?, CancellationToken)"/>
    public Task<OchreImages> EditManyAsync(IEnumerable<ImageFile> images, string prompt, int count, EditOptions? options = null, CancellationToken cancellationToken = default) =>
        ManyAsync(() => CheckedCall.Edit(images, prompt, count, options ?? new(), _parts.Limits), cancellationToken);

    /// <summary>The same, each image as soon as it is ready.</summary>
    /// <inheritdoc cref="EditManyAsync"/>
    public StreamedImages EditStreamAsync(IEnumerable<ImageFile> images, string prompt, int count, EditOptions? options = null, CancellationToken cancellationToken = default) =>
        Streamed(CheckedCall.Edit(images, prompt, count, options ?? new(), _parts.Limits), cancellationToken);

    /// <summary>Makes one image like another.</summary>
    /// <exception cref="ImageException">It was refused, by Ochre or by Bedrock.</exception>
    public Task<OchreImage> VaryAsync(ImageFile image, VariationOptions? options = null, CancellationToken cancellationToken = default) =>
        OneAsync(() => CheckedCall.Vary([image], null, options ?? new(), _parts.Limits), cancellationToken);

    /// <summary>Makes several images like others.</summary>
    /// <param name="images">1 to 16; how many a model takes it says itself.</param>
    /// <param name="count">1 to 10. Fewer come where some were filtered or failed; only where none came it is an exception.</param>
    /// <exception cref="ImageException">It was refused, by Ochre or by Bedrock.</exception>
    public Task<OchreImages> VaryManyAsync(IEnumerable<ImageFile> images, int count, VariationOptions? options = null, CancellationToken cancellationToken = default) =>
        ManyAsync(() => CheckedCall.Vary(images, count, options ?? new(), _parts.Limits), cancellationToken);

    /// <summary>Ends connections and sessions. Calls that still run fail.</summary>
    public void Dispose() => _parts.Dispose();

    // What is wrong with a call comes out of its task; it is read before anything else happens, so that its options may change behind it.
    private async Task<OchreImage> OneAsync(Func<CheckedCall> read, CancellationToken cancellationToken) =>
        (await _calls.BuyAsync(read(), isOne: true, cancellationToken).ConfigureAwait(false))[0];

    private async Task<OchreImages> ManyAsync(Func<CheckedCall> read, CancellationToken cancellationToken) =>
        await _calls.BuyAsync(read(), isOne: false, cancellationToken).ConfigureAwait(false);

    private StreamedImages Streamed(CheckedCall call, CancellationToken cancellationToken) =>
        new((stream, ofReader) => _calls.ReadAsync(stream, call, cancellationToken, ofReader));
}
