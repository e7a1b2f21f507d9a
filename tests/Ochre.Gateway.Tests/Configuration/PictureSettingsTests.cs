using Ochre.Gateway.Configuration;

namespace Ochre.Gateway.Tests.Configuration;

public class PictureSettingsTests
{
    private readonly Dictionary<string, string> _environment = new() { ["HOME"] = "nowhere" };

    [Fact]
    public void With_nothing_set_no_address_is_fetched_and_the_limits_are_those_of_the_documents()
    {
        var settings = Read();

        Assert.True(settings.Sources.Hosts.IsEmpty);
        Assert.False(settings.Sources.AllowsPrivateAddresses);
        Assert.Equal((25_000_000, 50_000_000, 512_000_000L, 300), (settings.Uploads.MaxFileBytes, settings.Uploads.MaxBodyBytes, settings.Uploads.MaxBytesInFlight, (int)settings.Uploads.Deadline.TotalSeconds));
    }

    [Fact]
    public void Every_limit_can_be_set()
    {
        Set(("OCHRE_MAX_INPUT_BYTES", "1000000"), ("OCHRE_MAX_UPLOAD_BYTES", "2000000"), ("OCHRE_UPLOAD_MEMORY_BYTES", "8000000"), ("OCHRE_UPLOAD_SECONDS", "10"), ("OCHRE_UPLOAD_DIR", "there"),
            ("OCHRE_INPUT_HOSTS", "images.example.com, *.example.org:8443"), ("OCHRE_INPUT_PRIVATE_ADDRESSES", "true"), ("OCHRE_INPUT_SECONDS", "5"), ("MAX_CONCURRENT_INPUT_DOWNLOADS", "3"));

        var (uploads, sources) = (Read().Uploads, Read().Sources);

        Assert.Equal((1_000_000, 2_000_000, 8_000_000L, 10, "there"), (uploads.MaxFileBytes, uploads.MaxBodyBytes, uploads.MaxBytesInFlight, (int)uploads.Deadline.TotalSeconds, uploads.Folder));
        Assert.True(sources.AllowsPrivateAddresses);
        Assert.Equal((5, 3), ((int)sources.Deadline.TotalSeconds, sources.MaxDownloads));
        Assert.True(sources.Hosts.Allows("images.example.com", 443) && sources.Hosts.Allows("a.example.org", 8443));
        Assert.False(sources.Hosts.Allows("images.example.com", 8443) || sources.Hosts.Allows("example.org", 8443) || sources.Hosts.Allows("aexample.org", 8443) || sources.Hosts.Allows("a.example.org", 443));
    }

    [Theory]
    [InlineData("MAX_INPUT_FILE_SIZE", "5000000", 5_000_000)]
    [InlineData("MAX_INPUT_FILE_SIZE", "0", 25_000_000)]
    public void Stdapis_limit_of_a_file_is_read_and_its_none_is_ours(string name, string value, int bytes)
    {
        Set((name, value));
        Assert.Equal(bytes, Read().Uploads.MaxFileBytes);
    }

    [Theory]
    [InlineData("true", false)]
    [InlineData("false", true)]
    public void Stdapis_private_networks_are_the_same_question_the_other_way_round(string value, bool allowed)
    {
        Set(("SSRF_PROTECTION_BLOCK_PRIVATE_NETWORKS", value));
        Assert.Equal(allowed, Read().Sources.AllowsPrivateAddresses);
    }

    [Fact]
    public void All_faults_are_told_at_once()
    {
        Set(("OCHRE_MAX_UPLOAD_BYTES", "1000000"), ("OCHRE_UPLOAD_MEMORY_BYTES", "2000000"), ("OCHRE_INPUT_HOSTS", "https://example.com,a b,*.*.example.com,ok.example.com,example.com:0,user@example.com,"),
            ("OCHRE_INPUT_PRIVATE_ADDRESSES", "perhaps"), ("MAX_CONCURRENT_INPUT_DOWNLOADS", "0"));

        var faults = Assert.Throws<SettingsException>(Read).Faults;

        Assert.Equal(["OCHRE_MAX_UPLOAD_BYTES", "OCHRE_UPLOAD_MEMORY_BYTES", "OCHRE_INPUT_HOSTS", "OCHRE_INPUT_HOSTS", "OCHRE_INPUT_HOSTS", "OCHRE_INPUT_HOSTS", "OCHRE_INPUT_HOSTS", "OCHRE_INPUT_PRIVATE_ADDRESSES", "MAX_CONCURRENT_INPUT_DOWNLOADS"],
            faults.Select(fault => fault.Split(':')[0]));
    }

    private void Set(params (string Name, string Value)[] settings)
    {
        foreach (var (name, value) in settings)
            _environment[name] = value;
    }

    private GatewaySettings Read() => new SettingsReader(_environment.GetValueOrDefault).Read(new());
}
