using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.AI;

namespace Ochre;

/// <summary>The client as Microsoft.Extensions.AI's <see cref="IImageGenerator"/>, so that its middleware and whoever asks for one can use it.</summary>
[Experimental("MEAI001")]
public static class OchreImageGenerator
{
    /// <summary>
    /// Words alone generate; original images make it an edit, of as many as there are. <c>RawRepresentationFactory</c> may give <see cref="GenerateOptions"/> or
    /// <see cref="EditOptions"/> that say more, and <c>AdditionalProperties</c> are provider parameters. Every content's <c>RawRepresentation</c> is an <see cref="OchreImage"/>.
    /// </summary>
    /// <remarks>Disposing the generator leaves the client as it is.</remarks>
    public static IImageGenerator AsImageGenerator(this OchreClient client)
    {
        ArgumentNullException.ThrowIfNull(client);
        return new ClientImageGenerator(client);
    }
}
