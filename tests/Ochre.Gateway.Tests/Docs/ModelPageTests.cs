namespace Ochre.Gateway.Tests.Docs;

/// <summary>The documents' tables of models are the catalogue's. OCHRE_ACCEPT=1 rewrites them.</summary>
public class ModelPageTests
{
    private const string Begin = "<!-- models: written by the tests from the catalogue -->\n";
    private const string End = "<!-- /models -->";

    [Fact]
    public void The_page_of_the_models_is_the_catalogue() =>
        Repository.AssertGolden("docs/models.md", ModelPages.Page(ModelCatalog.Default));

    [Fact]
    public void The_table_in_the_README_is_the_catalogue()
    {
        var readme = Repository.Read("README.md");
        var (begin, end) = (readme.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length, readme.IndexOf(End, StringComparison.Ordinal));
        Assert.InRange(begin, Begin.Length, end);

        Repository.AssertGolden("README.md", readme[..begin] + ModelPages.Table(ModelCatalog.Default) + readme[end..]);
    }
}
