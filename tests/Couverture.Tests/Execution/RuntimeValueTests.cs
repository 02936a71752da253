using Couverture.Execution;

namespace Couverture.Tests.Execution;

public sealed class RuntimeValueTests
{
    [Fact]
    public void As_Should_ConvertToRequestedType_When_ScalarHasSeveralRuntimeTypes()
    {
        RuntimeValue.As<int>(7).ShouldBe(7);
        RuntimeValue.As<short>(7).ShouldBe((short)7);
        RuntimeValue.As<byte?>(7).ShouldBe((byte)7);
        RuntimeValue.As<float>(1.5d).ShouldBe(1.5f);
        RuntimeValue.As<double?>(1.5d).ShouldBe(1.5d);
        RuntimeValue.As<DateTime>(new DateTimeOffset(2025, 1, 2, 3, 0, 0, TimeSpan.FromHours(2))).ShouldBe(new DateTime(2025, 1, 2, 1, 0, 0, DateTimeKind.Utc));
        RuntimeValue.As<int?>(null).ShouldBeNull();
        RuntimeValue.As<int>(null).ShouldBe(0);
    }

    [Fact]
    public void As_Should_Throw_When_ValueHasAnotherType()
    {
        Should.Throw<InvalidCastException>(() => RuntimeValue.As<int>("7"));
        Should.Throw<OverflowException>(() => RuntimeValue.As<byte>(256));
    }
}
