using System.Text;
using System.Text.Json;
using CsCheck;
using FluentAssertions;
using Shim.Patching.Json;
using Xunit;

namespace Patching.Tests;

/// <summary>The reader of patch maps, against the framework's as reference: the same texts are JSON, and mean the same.</summary>
public class JsonParserTests
{
    private static readonly JsonDocumentOptions s_options = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true, MaxDepth = 32 };

    private static readonly string[] s_pieces =
    [
        "{", "}", "[", "]", ",", ":", "\"a\"", "\"b c\"", "\"\\n\\u00e9\\\"\"", "\"\\x\"", "\"é\"", "\"\\ud83d\\ude00\"", "0", "-1", "12.50", "1e3", "01", "-", "1.", "true",
        "false", "null", "nul", " ", "\n", "// to the end\n", "/* in */", "/*", "\t", "\"open", "\"\u0001\"",
    ];

    private static readonly Gen<string> s_piece = Gen.Int[0, s_pieces.Length - 1].Select(static i => s_pieces[i]);

    [Fact]
    public void Random_texts_are_read_as_the_framework_reads_them() =>
        s_piece.Array[0, 9].Sample(pieces => Compare(string.Concat(pieces)), iter: 30_000);

    [Fact]
    public void Broken_maps_are_refused_where_the_framework_refuses_them()
    {
        var map = File.ReadAllText(Host.PathOf("patchmap.json"))[..2000] + "\"]}]}";
        Gen.Select(Gen.Int[0, map.Length - 1], s_piece).Sample((at, piece) => Compare(map[..at] + piece + map[(at + 1)..]), iter: 5_000);
    }

    [Fact]
    public void Deep_nesting_is_refused_and_not_a_stack_overflow()
    {
        var parse = () => JsonParser.Parse(Encoding.UTF8.GetBytes(new string('[', 1_000_000)));
        parse.Should().Throw<JsonSyntaxException>().Which.Reason.Should().Contain("nested");
    }

    private static void Compare(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        JsonDocument? expected = null;
        JsonValue? actual = null;
        try
        {
            expected = JsonDocument.Parse(bytes, s_options);
        }
        catch (JsonException)
        {
        }

        try
        {
            actual = JsonParser.Parse(bytes);
        }
        catch (JsonSyntaxException)
        {
        }

        (actual is null).Should().Be(expected is null, "of {0}", text);
        if (expected is not null)
        {
            Compare(expected.RootElement, actual!, text);
            expected.Dispose();
        }
    }

    private static void Compare(JsonElement expected, JsonValue actual, string text)
    {
        actual.Kind.ToString().Should().Be(expected.ValueKind.ToString());
        switch (expected.ValueKind)
        {
            case JsonValueKind.String:
                actual.Text.Should().Be(expected.GetString(), "of {0}", text);
                break;
            case JsonValueKind.Number:
                actual.Text.Should().Be(expected.GetRawText(), "of {0}", text);
                actual.TryGetInt32(out var number).Should().Be(expected.TryGetInt32(out var same), "of {0}", text);
                number.Should().Be(same);
                break;
            case JsonValueKind.Array:
                actual.Items.Should().HaveCount(expected.GetArrayLength());
                foreach (var (item, other) in expected.EnumerateArray().Zip(actual.Items))
                {
                    Compare(item, other, text);
                }

                break;
            case JsonValueKind.Object:
                actual.Names.Should().Equal(expected.EnumerateObject().Select(static p => p.Name), "of {0}", text);
                foreach (var (property, other) in expected.EnumerateObject().Zip(actual.Items))
                {
                    Compare(property.Value, other, text);
                }

                break;
        }
    }
}
