using System.Reflection.Emit;
using System.Reflection.Metadata;

namespace Green.Audit.Graph;

/// <summary>Steps through a method's IL; only instructions that name something (a token) are of interest here.</summary>
internal static class Instructions
{
    private const int TwoByteCodes = 0x100;
    private static readonly OperandType[] s_operands = ReadTable();

    /// <returns>False at the end of the body. Otherwise the next instruction, and its token or 0.</returns>
    internal static bool Next(ref BlobReader body, out ILOpCode code, out int token)
    {
        code = 0;
        token = 0;
        if (body.RemainingBytes == 0)
        {
            return false;
        }
        int value = body.ReadByte();
        if (value == 0xFE)
        {
            value = 0xFE00 | body.ReadByte();
        }
        code = (ILOpCode)value;
        OperandType operand = s_operands[value < 0xFE00 ? value : TwoByteCodes + (value & 0xFF)];
        switch (operand)
        {
            case OperandType.InlineNone:
                break;
            case OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar:
                body.Offset += 1;
                break;
            case OperandType.InlineVar:
                body.Offset += 2;
                break;
            case OperandType.InlineI8 or OperandType.InlineR:
                body.Offset += 8;
                break;
            case OperandType.InlineSwitch:
                int targets = body.ReadInt32();
                body.Offset += targets * 4;
                break;
            case OperandType.InlineMethod or OperandType.InlineField or OperandType.InlineType or OperandType.InlineTok or OperandType.InlineSig or OperandType.InlineString:
                token = body.ReadInt32();
                break;
            default:
                body.Offset += 4;
                break;
        }
        return true;
    }

    private static OperandType[] ReadTable()
    {
        var table = new OperandType[2 * TwoByteCodes];
        Array.Fill(table, OperandType.InlineNone);
        foreach (System.Reflection.FieldInfo field in typeof(OpCodes).GetFields())
        {
            if (field.GetValue(null) is OpCode code)
            {
                table[code.Size == 1 ? code.Value : TwoByteCodes + (code.Value & 0xFF)] = code.OperandType;
            }
        }
        return table;
    }
}
