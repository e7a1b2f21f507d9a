using System.Text;
using Ochre.Tokens;

namespace Ochre.Tests.Tokens;

public sealed class RankTableTests
{
    private static readonly RankTable Ranks = RankTable.Load();

    [Fact]
    public void Every_token_is_found_at_its_rank()
    {
        Assert.Equal(199_998, Ranks.Count);
        Assert.Equal(128, Ranks.MaxLength);
        for (var rank = 0; rank < Ranks.Count; rank++)
            Assert.Equal(rank, Ranks.Find(Ranks.Token(rank)));
    }

    [Theory]
    [InlineData("!", 0)]
    [InlineData("hello", 24912)]
    [InlineData(" cocos", 199997)]
    [InlineData("hellohello", RankTable.None)]
    [InlineData("", RankTable.None)]
    public void Ranks_are_OpenAIs(string token, int rank) =>
        Assert.Equal(rank, Ranks.Find(Encoding.UTF8.GetBytes(token)));

    [Fact]
    public void The_table_takes_less_than_5_MB()
    {
        var before = GC.GetAllocatedBytesForCurrentThread();

        GC.KeepAlive(RankTable.Load());

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 5_000_000);
    }
}
