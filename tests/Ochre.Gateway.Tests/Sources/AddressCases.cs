using System.Buffers.Binary;
using System.Net;

namespace Ochre.Gateway.Tests.Sources;

/// <summary>Addresses that nothing may connect to, in every dress they come in.</summary>
internal static class AddressCases
{
    // The first, one in the middle and the last of each network of IANA's special-purpose registry.
    private static readonly string[] s_special4 =
    [
        "0.0.0.0", "0.0.0.1", "0.255.255.255", "10.0.0.0", "10.1.2.3", "10.255.255.255", "100.64.0.0", "100.100.100.200", "100.127.255.255", "127.0.0.0", "127.0.0.1", "127.255.255.255", "168.63.129.16",
        "169.254.0.0", "169.254.169.254", "169.254.170.2", "169.254.255.255", "172.16.0.0", "172.20.1.1", "172.31.255.255", "192.0.0.0", "192.0.0.192", "192.0.0.255", "192.0.2.1", "192.31.196.1",
        "192.52.193.1", "192.88.99.1", "192.168.0.0", "192.168.1.1", "192.168.255.255", "192.175.48.1", "198.18.0.0", "198.19.255.255", "198.51.100.7", "203.0.113.7", "224.0.0.1", "239.255.255.255",
        "240.0.0.1", "255.255.255.254", "255.255.255.255",
    ];

    private static readonly string[] s_special6 =
    [
        "::", "::1", "::2", "64:ff9b:1::1", "64:ff9b:1:a00:0:100::", "100::1", "100:0:0:1::1", "2001::1", "2001:2::1", "2001:10::1", "2001:20::1", "2001:1ff:ffff::1", "2001:db8::1", "2620:4f:8000::1", "3fff::1",
        "3fff:fff::1", "5f00::1", "fc00::1", "fd00:ec2::254", "fd20:ce::254", "fd00:42::42", "fdff:ffff::1", "fe80::1", "fe80::1%1", "fe80::a9fe:a9fe", "febf::1", "fec0::1", "ff02::1", "ff0e::1", "4000::1", "8000::1", "e000::1",
    ];

    /// <summary>Neighbours of what is refused, and hosts that pictures come from.</summary>
    public static readonly string[] Public =
    [
        "1.1.1.1", "8.8.8.8", "9.255.255.255", "11.0.0.0", "93.184.216.34", "100.63.255.255", "100.128.0.0", "126.255.255.255", "128.0.0.1", "169.253.255.255", "169.255.0.0", "172.15.255.255", "172.32.0.0",
        "192.167.255.255", "192.169.0.0", "198.17.255.255", "198.20.0.0", "223.255.255.255", "2606:4700::1111", "2a00:1450:4001::1", "2001:4860:4860::8888", "2003::1", "64:ff9b::5db8:d822", "::ffff:93.184.216.34",
    ];

    public static IEnumerable<string> Refused => s_special4.SelectMany(Dressed).Concat(s_special6).Concat(Tunnels).Distinct();

    // Public hosts behind tunnels that no host of pictures is behind.
    private static IEnumerable<string> Tunnels => ["::93.184.216.34", "2002:5db8:d822::1", "2001:0:5db8:d822::a247:27dd", "2606:4700::5efe:93.184.216.34", "2606:4700::200:5efe:93.184.216.34", "64:ff9b:1::5db8:d822"];

    private static IEnumerable<string> Dressed(string ipv4)
    {
        var bytes = IPAddress.Parse(ipv4).GetAddressBytes();
        var (high, low) = (BinaryPrimitives.ReadUInt16BigEndian(bytes), BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(2)));
        yield return ipv4;
        yield return $"::ffff:{ipv4}";
        yield return $"::{ipv4}";
        yield return $"64:ff9b::{ipv4}";
        yield return $"2002:{high:x}:{low:x}::1";
        yield return $"2001:0:5db8:d822:0:0:{high ^ 0xFFFF:x}:{low ^ 0xFFFF:x}";
        yield return $"2606:4700::5efe:{ipv4}";
        yield return $"2606:4700::200:5efe:{ipv4}";
    }
}
