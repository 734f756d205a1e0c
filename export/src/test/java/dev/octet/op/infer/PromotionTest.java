package dev.octet.op.infer;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;

import com.google.common.base.Splitter;
import dev.octet.op.infer.TypeArguments.Promotable;
import dev.octet.op.infer.TypeArguments.Promotable.Rank;
import dev.octet.tensor.DType;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PromotionTest {
  /** {@code torch.promote_types} of PyTorch 2.13: row and column in this order. */
  private static final String ORDER = "f32 f64 f16 bf16 s8 u8 s16 s32 s64 bool";

  private static final List<String> TABLE =
      List.of(
          "f32  |  f32  f64  f32  f32  f32  f32  f32  f32  f32  f32",
          "f64  |  f64  f64  f64  f64  f64  f64  f64  f64  f64  f64",
          "f16  |  f32  f64  f16  f32  f16  f16  f16  f16  f16  f16",
          "bf16 |  f32  f64  f32 bf16 bf16 bf16 bf16 bf16 bf16 bf16",
          "s8   |  f32  f64  f16 bf16   s8  s16  s16  s32  s64   s8",
          "u8   |  f32  f64  f16 bf16  s16   u8  s16  s32  s64   u8",
          "s16  |  f32  f64  f16 bf16  s16  s16  s16  s32  s64  s16",
          "s32  |  f32  f64  f16 bf16  s32  s32  s32  s32  s64  s32",
          "s64  |  f32  f64  f16 bf16  s64  s64  s64  s64  s64  s64",
          "bool |  f32  f64  f16 bf16   s8   u8  s16  s32  s64 bool");

  @Test
  void typesOfOneGroupPromoteAsInPyTorch() {
    List<String> columns = words(ORDER);
    for (String row : TABLE) {
      List<String> parts = words(row);
      DType left = DType.named(parts.get(0));
      List<String> results = parts.subList(2, parts.size());
      assertThat(results).hasSize(columns.size());
      for (int i = 0; i < results.size(); i++) {
        DType right = DType.named(columns.get(i));
        assertWithMessage("%s with %s", left, right)
            .that(Promotion.common(left, right))
            .isEqualTo(DType.named(results.get(i)));
      }
    }
  }

  private static List<String> words(String text) {
    return Splitter.on(' ').omitEmptyStrings().splitToList(text);
  }

  @ParameterizedTest
  @CsvSource({
    // The highest kind decides; within a kind tensors with dimensions come before those without,
    // and these before numbers.
    "f16, DIMENSIONED, f64, ZERO_DIMENSIONAL, f16",
    "s8, DIMENSIONED, f64, ZERO_DIMENSIONAL, f64",
    "s8, DIMENSIONED, s64, ZERO_DIMENSIONAL, s8",
    "bool, DIMENSIONED, u8, ZERO_DIMENSIONAL, u8",
    "s64, ZERO_DIMENSIONAL, s8, DIMENSIONED, s8",
    "f16, DIMENSIONED, f64, NUMBER, f16",
    "s64, DIMENSIONED, f64, NUMBER, f32",
    "u8, DIMENSIONED, s64, NUMBER, u8",
    "bool, DIMENSIONED, s64, NUMBER, s64",
    "bool, DIMENSIONED, bool, NUMBER, bool",
    "f64, ZERO_DIMENSIONAL, f64, NUMBER, f64",
    "bf16, ZERO_DIMENSIONAL, s64, NUMBER, bf16",
  })
  void groupsPromoteByKind(
      String first, Rank firstRank, String second, Rank secondRank, String expected) {
    Promotable a = new Promotable(DType.named(first), firstRank);
    Promotable b = new Promotable(DType.named(second), secondRank);
    assertThat(Promotion.common(List.of(a, b))).isEqualTo(DType.named(expected));
    assertThat(Promotion.common(List.of(b, a))).isEqualTo(DType.named(expected));
  }

  @Test
  void integersBecomeFloat32ForFloatingPointFunctions() {
    assertThat(Promotion.floating(DType.BOOL)).isEqualTo(DType.FLOAT32);
    assertThat(Promotion.floating(DType.INT64)).isEqualTo(DType.FLOAT32);
    assertThat(Promotion.floating(DType.BFLOAT16)).isEqualTo(DType.BFLOAT16);
  }
}
