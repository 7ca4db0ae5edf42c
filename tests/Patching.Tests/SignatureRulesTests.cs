using System.Reflection;
using FluentAssertions;
using Shim.Patching.Manifest;

namespace Patching.Tests;

/// <summary>Trap: a replacement that reads its arguments, or leaves its result, elsewhere than the target's callers do.</summary>
public class SignatureRulesTests
{
    private const BindingFlags Any = BindingFlags.Static | BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public | BindingFlags.DeclaredOnly;

    [Theory]
    [InlineData(nameof(Targets.Number), nameof(Fitting.Number))]
    [InlineData(nameof(Targets.Day), nameof(Fitting.Day))]
    [InlineData(nameof(Targets.Text), nameof(Fitting.Text))]
    [InlineData(nameof(Targets.Pointer), nameof(Fitting.Pointer))]
    [InlineData(nameof(Targets.Reference), nameof(Fitting.Reference))]
    [InlineData(nameof(Targets.OwnNumber), nameof(Fitting.OwnNumber))]
    public void What_looks_alike_to_the_callers_fits(string target, string replacement) => Mismatch(typeof(Targets), target, typeof(Fitting), replacement).Should().BeNull();

    [Theory]
    [InlineData(nameof(Targets.Number), nameof(Wrong.Instance), "must be a static method that is not generic")]
    [InlineData(nameof(Targets.Number), nameof(Wrong.Generic), "must be a static method that is not generic")]
    [InlineData(nameof(Targets.Number), nameof(Wrong.Two), "takes 2 parameters instead of 1")]
    [InlineData(nameof(Targets.OwnNumber), nameof(Wrong.One), "takes 1 parameters instead of 2")]
    [InlineData(nameof(Targets.OwnNumber), nameof(Wrong.OwnText), "first parameter is System.String and cannot be the")]
    [InlineData(nameof(Targets.Number), nameof(Wrong.Long), "parameter \"value\" is System.Int64 instead of System.Int32")]
    [InlineData(nameof(Targets.Number), nameof(Wrong.ByReference), "parameter \"value\" is System.Int32& instead of System.Int32")]
    [InlineData(nameof(Targets.Number), nameof(Wrong.Boxed), "parameter \"value\" is System.Object instead of System.Int32")]
    [InlineData(nameof(Targets.Number), nameof(Wrong.ToLong), "returns System.Int64 instead of System.Int32")]
    [InlineData(nameof(Targets.Number), nameof(Wrong.ToNothing), "returns System.Void instead of System.Int32")]
    [InlineData(nameof(Targets.Day), nameof(Wrong.LongDay), "parameter \"day\" is System.Int64 instead of System.DayOfWeek")]
    [InlineData(nameof(Targets.Text), nameof(Wrong.TextArray), "parameter \"text\" is System.String[] instead of System.String")]
    [InlineData(nameof(Targets.Pointer), nameof(Wrong.Long), "parameter \"value\" is System.Int64 instead of System.Byte*")]
    [InlineData(nameof(Targets.Reference), nameof(Wrong.Reference), "parameter \"value\" is System.Int64& instead of System.Int32&")]
    public void What_does_not_is_said(string target, string replacement, string says) =>
        Mismatch(typeof(Targets), target, typeof(Wrong), replacement).Should().Contain(says);

    [Fact]
    public void This_of_a_struct_is_a_reference_to_it()
    {
        Mismatch(typeof(Pair), nameof(Pair.Sum), typeof(Fitting), nameof(Fitting.Sum)).Should().BeNull();
        Mismatch(typeof(Pair), nameof(Pair.Sum), typeof(Wrong), nameof(Wrong.Sum)).Should().Contain("cannot be the");
    }

    private static string? Mismatch(Type owner, string target, Type other, string replacement) =>
        SignatureRules.Mismatch(owner.GetMethod(target, Any)!, other.GetMethod(replacement, Any)!);

    private readonly struct Pair(int a)
    {
        internal int A { get; } = a;

        internal int Sum() => A;
    }

    private sealed class Targets
    {
        private readonly int _own = 1;

        internal static int Number(int value) => value;

        internal static int Day(DayOfWeek day) => (int)day;

        internal static string Text(string text) => text;

        internal static unsafe int Pointer(byte* value) => *value;

        internal static int Reference(ref int value) => value;

        internal int OwnNumber(int value) => value + _own;
    }

    private static class Fitting
    {
        internal static int Number(int value) => value;

        internal static int Day(int day) => day;

        internal static object Text(object text) => text;

        internal static int Pointer(nint value) => (int)value;

        internal static int Reference(ref byte value) => value;

        internal static int OwnNumber(object self, int value) => self is null ? 0 : value;

        internal static int Sum(ref Pair self) => self.A;
    }

    private sealed class Wrong
    {
        private readonly int _own = 1;

        internal int Instance(int value) => value + _own;

        internal static int Generic<T>(int value) => value;

        internal static int Two(int value, int more) => value + more;

        internal static int One(int value) => value;

        internal static int OwnText(string self, int value) => self.Length + value;

        internal static int Long(long value) => (int)value;

        internal static int ByReference(ref int value) => value;

        internal static int Boxed(object value) => value is null ? 0 : 1;

        internal static long ToLong(int value) => value;

        internal static void ToNothing(int value) => _ = value;

        internal static int LongDay(long day) => (int)day;

        internal static string TextArray(string[] text) => text[0];

        internal static int Reference(ref long value) => (int)value;

        internal static int Sum(Pair self) => self.A;
    }
}
