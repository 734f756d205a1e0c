package dev.octet.lowering.freeze;

import static com.google.common.truth.Truth.assertThat;

import com.google.common.base.Splitter;
import dev.octet.graph.Value;
import dev.octet.lowering.ProgramSketch;
import dev.octet.op.OpName;
import dev.octet.tensor.DType;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Equations, whole and as what they consist of. */
final class DecomposeEinsumTest {
  private static final OpName EINSUM = OpName.aten("einsum", "default");

  private static long[] sizes(String text) {
    return text.isEmpty()
        ? new long[0]
        : Splitter.on('x').splitToStream(text).mapToLong(Long::parseLong).toArray();
  }

  /** An equation of inputs, before and after. */
  private record Pair(FrozenGraph before, FrozenGraph after) {
    static Pair of(DType dtype, String equation, String shapes) {
      FrozenGraph drawn = BoundSketch.of(at -> List.of(einsum(at, dtype, equation, shapes)));
      return new Pair(drawn, DecomposeEinsum.apply(drawn));
    }

    private static Value einsum(ProgramSketch at, DType dtype, String equation, String shapes) {
      List<Value> factors =
          Splitter.on(' ').splitToStream(shapes).map(text -> at.input(dtype, sizes(text))).toList();
      return at.at().call(EINSUM, equation, factors);
    }

    boolean changed() {
      return !after.graph().equals(before.graph());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        // One operand: orders, sums, diagonals.
        "ij->ij; 2x3",
        "ij->ji; 2x3",
        "ba; 2x3",
        "ijk->; 2x3x4",
        "ijk->j; 2x3x4",
        "ijk->ki; 2x3x4",
        "ii->i; 4x4",
        "ii; 4x4",
        "ii->; 4x4",
        "iji->ji; 3x2x3",
        "ijij->ij; 2x3x2x3",
        "iii->i; 3x3x3",
        "iijj->ij; 2x2x3x3",
        "aabbc->cb; 2x2x3x3x5",
        "ii->i; 1x1",
        "...ii->...i; 5x2x3x3",
        "...; 2x3",
        "...ij->...; 2x3x4",
        "...ij->...ji; 2x5x3x4",
        "i...->...; 2x3x4",
        "i...->i; 2x3x4",
        // Two operands: products of matrices and vectors, elementwise, outer.
        "ij,jk->ik; 3x4 4x5",
        "ij,jk; 3x4 4x5",
        "ij,jk->ki; 3x4 4x5",
        "ij,kj->ik; 3x4 5x4",
        "ji,jk->ik; 4x3 4x5",
        "ij,jk->; 3x4 4x5",
        "ij,jk->i; 3x4 4x5",
        "ij,jk->ijk; 3x4 4x5",
        "i,i->; 7 7",
        "i,i->i; 7 7",
        "i,j->ij; 3 4",
        "i,j->ji; 3 4",
        "i,j; 3 4",
        "ij,j->i; 3x4 4",
        "j,ij->i; 4 3x4",
        "bij,bjk->bik; 2x3x4 2x4x5",
        "bhid,bhjd->bhij; 2x3x5x4 2x3x6x4",
        "bihd,bjhd->bhij; 2x5x3x4 2x6x3x4",
        "bhij,bjhd->bihd; 2x3x5x6 2x6x3x4",
        "BGHID,BGHJD->BGHIJ; 1x4x3x5x2 1x4x3x6x2",
        "BGHID,BGHJD->BGHIJ; 2x4x3x5x2 2x4x3x6x2",
        "abcij,bacjk->cabik; 2x3x4x5x2 3x2x4x2x3",
        "nchw,oc->nohw; 2x3x4x5 6x3",
        "oc,nchw->nohw; 6x3 2x3x4x5",
        "bqhc,chv->bqv; 2x3x4x5 5x4x6",
        "abcd,cdef->abef; 2x3x4x5 4x5x2x3",
        "abcd,efdc->feab; 2x3x4x5 2x3x5x4",
        "ii,ij->j; 3x3 3x4",
        "iji,jk->ik; 3x2x3 2x4",
        "ij,kl->jl; 2x3 4x5",
        "ij,kl->; 2x3 4x5",
        "...ij,...jk->...ik; 2x6x3x4 2x6x4x5",
        "...ij,...jk; 6x3x4 2x6x4x5",
        "...ij,jk->...ik; 2x6x3x4 4x5",
        "i...,i...->...; 3x4 3x2x4",
        "...i,...i->...; 2x3x4 3x4",
        "a...,...b->ab...; 2x3 3x4",
        "...,i->i...; 2x3 4",
        // Sizes of 1 that fit everything, labels that only a dimension of 1 has.
        "...ij,...jk->...ik; 1x6x3x4 2x1x4x5",
        "...ij,...jk->...ik; 1x3x4 1x4x5",
        "ij,jk->ik; 3x1 4x5",
        "ij,jk->ik; 3x4 1x5",
        "ij,jk->ik; 1x4 4x1",
        "ij,jk->ik; 3x1 1x5",
        "bij,bjk->bik; 1x3x4 2x4x5",
        "bij,bjk->ijk; 2x3x4 1x4x5",
        "i,i->; 3 1",
        "i,i->; 1 3",
        "i,i->; 1 1",
        "ij,ij->i; 3x4 3x1",
        // Spaces, none in front, more than two.
        "' b i j , b j k -> b i k '; 2x3x4 2x4x5",
        "'ij, jk -> ik'; 3x4 4x5",
        "... i j, j k -> ... i k; 2x3x4 4x5",
        "ij,jk,kl->il; 2x3 3x4 4x5",
        "ij,jk,kl->li; 2x3 3x4 4x5",
        "i,j,k->ijk; 2 3 4",
        "i,i,i->i; 5 5 5",
        "i,i,i->; 5 5 5",
        "anm,bn,bm->ba; 3x4x5 2x4 2x5",
        "bn,anm,bm->ba; 2x4 3x4x5 2x5",
        "ij,jk,ki->; 2x3 3x4 4x2",
        "ij,i,i->j; 4x3 1 4",
        "ijk,j,jl,k->il; 2x3x4 3 3x5 4",
        "...i,i,...i->...; 2x3x4 4 3x4"
      })
  void theSameNumbers(String equation, String shapes) {
    check(Pair.of(DType.FLOAT32, equation, shapes), equation, shapes);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "->; ''",
        ",->; ' '",
        ",i->i; ' 3'",
        "i,->; '3 '",
        "...,...->...; ' 2x3'",
      })
  void scalarsAreFactors(String equation, String shapes) {
    check(Pair.of(DType.FLOAT32, equation, shapes), equation, shapes);
  }

  private static void check(Pair pair, String equation, String shapes) {
    assertThat(pair.after.graph().nodes().stream().map(node -> node.op().name()).toList())
        .doesNotContain(EINSUM);
    assertThat(pair.after.graph().nodes().getLast().name()).isEqualTo("einsum");
    SameNumbers.hold(
        equation + " of " + shapes,
        pair.before,
        pair.after,
        expected -> {
          double largest = 0;
          for (long i = 0; i < expected.elements(); i++) {
            largest = Math.max(largest, Math.abs(expected.getDouble(i)));
          }
          return 1e-5 * largest;
        });
  }

  @Test
  void attentionIsAProductOfMatricesInABatch() {
    Pair pair = Pair.of(DType.FLOAT32, "bihd,bjhd->bhij", "2x5x3x4 2x6x3x4");
    assertThat(Fragment.listing(pair.after.graph()))
        .containsExactly(
            "permute(x0) [2, 3, 5, 4]",
            "permute(x1) [2, 3, 4, 6]",
            "matmul(permute, permute_1) [2, 3, 5, 6]")
        .inOrder();
  }

  /** A weight is packed once if it is the second factor. */
  @Test
  void aConstantIsTheSecondFactorWhereverItStands() {
    for (boolean quantized : new boolean[] {false, true}) {
      FrozenGraph drawn =
          BoundSketch.of(at -> {
            Value weight = quantized ? at.int8Weights(false, 60, 6, 4) : at.weights(6, 4);
            Value x = at.input(DType.FLOAT32, 5, 4);
            return List.of(at.at().call(EINSUM, "oc,nc->on", List.of(weight, x)));
          });
      assertThat(Fragment.listing(DecomposeEinsum.apply(drawn).graph()))
          .containsAtLeast("matmul(x1, permute) [5, 6]", "permute(matmul) [6, 5]")
          .inOrder();
    }
  }

  @Test
  void integersAndEmptyTensorsStay() {
    assertThat(Pair.of(DType.INT64, "ij,jk->ik", "3x4 4x5").changed()).isFalse();
    assertThat(Pair.of(DType.FLOAT32, "ij,jk->ik", "3x0 0x5").changed()).isFalse();
    assertThat(Pair.of(DType.FLOAT32, "ij,jk->ik", "0x4 4x5").changed()).isFalse();
  }

  /** PyTorch refuses it; there is no diagonal to take. */
  @Test
  void aLabelOfTwoSizesInOneFactorStays() {
    assertThat(Pair.of(DType.FLOAT32, "ii->i", "3x1").changed()).isFalse();
    assertThat(Pair.of(DType.FLOAT32, "iji,j->i", "1x2x3 2").changed()).isFalse();
  }

  @Test
  void numbersOf16BitsAreRoundedOnlyOnce() {
    for (DType narrow : List.of(DType.FLOAT16, DType.BFLOAT16)) {
      assertThat(Pair.of(narrow, "ij,jk->ki", "3x4 4x5").changed()).isTrue();
      assertThat(Pair.of(narrow, "iij->j", "3x3x4").changed()).isTrue();
      assertThat(Pair.of(narrow, "ij,jk->i", "3x4 4x5").changed()).isFalse();
      assertThat(Pair.of(narrow, "ij,jk,kl->il", "3x4 4x5 5x2").changed()).isFalse();
    }
  }

  @Test
  void otherNodesStayAsTheyAre() {
    FrozenGraph drawn =
        BoundSketch.of(at -> List.of(at.at().call(OpName.aten("relu", "default"), at.weights(3))));
    assertThat(DecomposeEinsum.apply(drawn)).isSameInstanceAs(drawn);
  }
}
