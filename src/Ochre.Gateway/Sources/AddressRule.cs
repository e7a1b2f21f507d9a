using System.Net;
using System.Net.Sockets;

namespace Ochre.Gateway.Sources;

/// <summary>Which addresses may be connected to: those of the public internet, whatever they are dressed as.</summary>
/// <remarks>Sources: IANA's special-purpose registries for IPv4 and IPv6; RFC 6052 and 8215 (NAT64), 5214 (ISATAP), 3056 (6to4), 4380 (Teredo).</remarks>
internal static class AddressRule
{
    private static readonly IPNetwork[] s_private = Networks("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "fc00::/7");

    // In a private range or a public one, and never a host of pictures: the clouds' own services for their guests.
    private static readonly IPNetwork[] s_metadata = Networks("100.100.100.200/32", "168.63.129.16/32", "fd00:ec2::/32", "fd20:ce::254/128", "fd00:42::42/128");

    private static readonly IPNetwork[] s_special4 = Networks(
        "0.0.0.0/8", "127.0.0.0/8", "169.254.0.0/16", "192.0.0.0/24", "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24",
        "192.175.48.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4");

    // Of IPv6 one eighth is given out; in it, tunnels (Teredo, 6to4) lead elsewhere, and some is for documents.
    private static readonly IPNetwork s_global6 = IPNetwork.Parse("2000::/3");
    private static readonly IPNetwork[] s_special6 = Networks("2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20");
    private static readonly IPNetwork s_nat64 = IPNetwork.Parse("64:ff9b::/96");

    public static bool Allows(IPAddress address, bool allowsPrivate)
    {
        address = Unwrapped(address);
        if (IsIn(address, s_metadata))
            return false;
        if (IsIn(address, s_private))
            return allowsPrivate;
        return address.AddressFamily switch
        {
            AddressFamily.InterNetwork => !IsIn(address, s_special4),
            AddressFamily.InterNetworkV6 => s_global6.Contains(address) && address.ScopeId == 0 && !IsIn(address, s_special6) && !IsIsatap(address),
            _ => false,
        };
    }

    // Networks without IPv4 reach every IPv4 host by its NAT64 address, so that form is judged by what it leads to.
    private static IPAddress Unwrapped(IPAddress address) => address switch
    {
        { IsIPv4MappedToIPv6: true } => address.MapToIPv4(),
        { AddressFamily: AddressFamily.InterNetworkV6 } when s_nat64.Contains(address) => new IPAddress(address.GetAddressBytes().AsSpan(12)),
        _ => address,
    };

    // An interface id of ::5efe:a.b.c.d under any prefix is a tunnel to that IPv4 host.
    private static bool IsIsatap(IPAddress address)
    {
        var id = address.GetAddressBytes().AsSpan(8);
        return id[0] is 0 or 2 && id[1] == 0 && id[2] == 0x5e && id[3] == 0xfe;
    }

    private static bool IsIn(IPAddress address, IPNetwork[] networks) => Array.Exists(networks, network => network.Contains(address));

    private static IPNetwork[] Networks(params string[] texts) => Array.ConvertAll(texts, text => IPNetwork.Parse(text));
}
