using System.Text;

namespace Shim.Patching.Json;

/// <summary>Reads JSON (RFC 8259) with comments and trailing commas.</summary>
internal ref struct JsonParser
{
    // Deeper than any file of ours; a stack overflow cannot be caught.
    private const int MaxDepth = 32;

    private readonly ReadOnlySpan<byte> _text;
    private int _at;
    private int _depth;

    private JsonParser(ReadOnlySpan<byte> text) => _text = text;

    /// <exception cref="JsonSyntaxException">The text is not JSON.</exception>
    internal static JsonValue Parse(ReadOnlySpan<byte> text)
    {
        var parser = new JsonParser(text);
        var value = parser.Value();
        return parser.Peek() < 0 ? value : throw parser.Error("there is something behind the end");
    }

    private JsonValue Value()
    {
        var next = Peek();
        switch (next)
        {
            case '{':
                return Object();
            case '[':
                return Array();
            case '"':
                return new JsonValue(JsonKind.String, String());
            case 't':
                return Word("true"u8, JsonKind.True);
            case 'f':
                return Word("false"u8, JsonKind.False);
            case 'n':
                return Word("null"u8, JsonKind.Null);
            case < 0:
                throw Error("it ends too early");
            default:
                return next == '-' || IsDigit(next) ? Number() : throw Error("a value was expected");
        }
    }

    private JsonValue Object()
    {
        List<string> names = [];
        List<JsonValue> items = [];
        for (Open(); !Close('}');)
        {
            names.Add(Peek() == '"' ? String() : throw Error("a property name or '}' was expected"));
            if (Peek() != ':')
            {
                throw Error("':' was expected");
            }

            _at++;
            items.Add(Value());
            Comma('}');
        }

        return new JsonValue(JsonKind.Object, "", names, items);
    }

    private JsonValue Array()
    {
        List<JsonValue> items = [];
        for (Open(); !Close(']');)
        {
            items.Add(Value());
            Comma(']');
        }

        return new JsonValue(JsonKind.Array, "", [], items);
    }

    private void Open()
    {
        _at++;
        if (++_depth > MaxDepth)
        {
            throw Error("it is nested too deeply");
        }
    }

    private bool Close(char end)
    {
        if (Peek() != end)
        {
            return false;
        }

        _at++;
        _depth--;
        return true;
    }

    private void Comma(char end)
    {
        var next = Peek();
        if (next == ',')
        {
            _at++;
        }
        else if (next != end)
        {
            throw Error(next < 0 ? "it ends too early" : $"',' or '{end}' was expected");
        }
    }

    private JsonValue Word(ReadOnlySpan<byte> word, JsonKind kind)
    {
        foreach (var letter in word)
        {
            if (At(_at) != letter)
            {
                throw Error("a value was expected");
            }

            _at++;
        }

        return new JsonValue(kind);
    }

    private JsonValue Number()
    {
        var start = _at;
        _at += At(_at) == '-' ? 1 : 0;
        if (At(_at) == '0')
        {
            _at++;
        }
        else
        {
            Digits();
        }

        if (At(_at) == '.')
        {
            _at++;
            Digits();
        }

        if ((At(_at) | 0x20) == 'e')
        {
            _at++;
            _at += At(_at) is '+' or '-' ? 1 : 0;
            Digits();
        }

        return new JsonValue(JsonKind.Number, Encoding.UTF8.GetString(_text[start.._at]));
    }

    private void Digits()
    {
        if (!IsDigit(At(_at)))
        {
            throw Error("a digit was expected");
        }

        while (IsDigit(At(_at)))
        {
            _at++;
        }
    }

    private string String()
    {
        var start = ++_at;
        StringBuilder? unescaped = null;
        while (true)
        {
            var next = At(_at);
            if (next is < ' ')
            {
                throw Error(next < 0 ? "it ends inside a string" : "a control character stands in a string");
            }

            if (next is '"' or '\\')
            {
                var part = Encoding.UTF8.GetString(_text[start.._at++]);
                if (next == '"')
                {
                    return unescaped is null ? part : unescaped.Append(part).ToString();
                }

                unescaped = (unescaped ?? new StringBuilder()).Append(part).Append(Escape());
                start = _at;
            }
            else
            {
                _at++;
            }
        }
    }

    private char Escape()
    {
        var letter = At(_at++);
        switch (letter)
        {
            case '"' or '\\' or '/':
                return (char)letter;
            case 'b':
                return '\b';
            case 'f':
                return '\f';
            case 'n':
                return '\n';
            case 'r':
                return '\r';
            case 't':
                return '\t';
            case 'u':
                var code = 0;
                for (var i = 0; i < 4; i++, _at++)
                {
                    var digit = At(_at) is var c && IsDigit(c) ? c - '0' : (c | 0x20) is >= 'a' and <= 'f' ? (c | 0x20) - 'a' + 10 : throw Error("\\u takes four hexadecimal digits");
                    code = (code << 4) | digit;
                }

                return (char)code;
            default:
                _at--;
                throw Error("there is no such escape");
        }
    }

    /// <summary>The next byte that is not white space or part of a comment, which it moves to; -1 at the end.</summary>
    private int Peek()
    {
        while (true)
        {
            var next = At(_at);
            if (next is ' ' or '\n' or '\r' or '\t')
            {
                _at++;
            }
            else if (next == '/' && At(_at + 1) == '/')
            {
                while (At(_at) is not (< 0 or '\n'))
                {
                    _at++;
                }
            }
            else if (next == '/' && At(_at + 1) == '*')
            {
                for (_at += 2; At(_at) != '*' || At(_at + 1) != '/'; _at++)
                {
                    if (_at >= _text.Length)
                    {
                        throw Error("a comment does not end");
                    }
                }

                _at += 2;
            }
            else
            {
                return next;
            }
        }
    }

    private readonly int At(int index) => index < _text.Length ? _text[index] : -1;

    private static bool IsDigit(int c) => c is >= '0' and <= '9';

    private readonly JsonSyntaxException Error(string reason)
    {
        int line = 1, column = 1;
        for (var i = 0; i < _at && i < _text.Length; i++)
        {
            column++;
            if (_text[i] == '\n')
            {
                line++;
                column = 1;
            }
        }

        return new JsonSyntaxException(line, column, reason);
    }
}
