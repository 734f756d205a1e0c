package dev.octet.lowering.onednn;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.foreign.Arena;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;

final class NativeFunctionTest {
  private static final SymbolLookup C = Linker.nativeLinker().defaultLookup();

  @Test
  void addressesIntsAndLongsArrive() {
    NativeFunction compare =
        new NativeFunction(
            C, "memcmp", ValueLayout.ADDRESS, ValueLayout.ADDRESS, ValueLayout.JAVA_LONG);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment first = arena.allocateFrom("abc");
      MemorySegment second = arena.allocateFrom("abd");
      assertThat(compare.invoke(first, second, 2L)).isEqualTo(0);
      assertThat(compare.invoke(first, second, 3L)).isLessThan(0);
      assertThat(compare.invoke(second, first, 3L)).isGreaterThan(0);
    }
    NativeFunction magnitude = new NativeFunction(C, "abs", ValueLayout.JAVA_INT);
    assertThat(magnitude.invoke(-7)).isEqualTo(7);
    assertThat(magnitude.invoke(-Integer.MAX_VALUE)).isEqualTo(Integer.MAX_VALUE);
  }

  @Test
  void argumentsAreHeldToTheDeclaration() {
    NativeFunction compare =
        new NativeFunction(
            C, "memcmp", ValueLayout.ADDRESS, ValueLayout.ADDRESS, ValueLayout.JAVA_LONG);
    MemorySegment freed;
    try (Arena arena = Arena.ofConfined()) {
      freed = arena.allocate(4);
    }
    MemorySegment none = MemorySegment.NULL;
    assertThrows(IllegalArgumentException.class, () -> compare.invoke(none, none));
    assertRefused("expected j8, found 0", () -> compare.invoke(none, none, 0));
    assertRefused("not freed", () -> compare.invoke(freed, none, 0L));
    assertRefused(
        "expected native memory",
        () -> compare.invoke(none, MemorySegment.ofArray(new byte[4]), 0L));
  }

  @Test
  void absentFunctionIsNamed() {
    assertRefused("no_such_thing", () -> new NativeFunction(C, "no_such_thing").invoke());
  }

  private static void assertRefused(String expected, Runnable call) {
    IllegalStateException thrown = assertThrows(IllegalStateException.class, call::run);
    assertThat(thrown).hasMessageThat().contains(expected);
  }
}
