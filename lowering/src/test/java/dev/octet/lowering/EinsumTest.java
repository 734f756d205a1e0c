package dev.octet.lowering;

import static com.google.common.truth.Truth.assertWithMessage;

import com.google.common.base.Splitter;
import dev.octet.graph.Value;
import dev.octet.lowering.ProgramSketch.Grid;
import dev.octet.op.AtenOps;
import dev.octet.op.OpName;
import dev.octet.program.ExportedProgram;
import dev.octet.tensor.DType;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sums of products by equations, compiled and on the reference. */
final class EinsumTest {
  private static final OpName EINSUM = OpName.aten("einsum", "default");
  private static final Grid SEVEN_BITS = new Grid(DType.UINT8, 0.05, 60, 0, 127);

  private static ExportedProgram program(String equation, String shapes, boolean quantized) {
    return ProgramSketch.of(
        equation.hashCode(), at -> List.of(einsum(at, equation, shapes, quantized)));
  }

  private static Value einsum(ProgramSketch at, String equation, String shapes, boolean quantized) {
    List<Value> factors =
        Splitter.on(' ')
            .splitToStream(shapes)
            .map(text -> at.input(DType.FLOAT32, sizes(text)))
            .map(input -> quantized ? at.rounded(input, SEVEN_BITS) : input)
            .toList();
    return at.at().call(EINSUM, equation, factors);
  }

  private static long[] sizes(String text) {
    return Splitter.on('x').splitToStream(text).mapToLong(Long::parseLong).toArray();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "ijk->kj; 3x4x5",
        "iji->j; 6x4x6",
        "...ii; 3x5x5",
        "bihd,bjhd->bhij; 2x5x3x16 2x7x3x16",
        "bxhid,bxhjd->bxhij; 2x4x3x5x8 2x4x3x7x8",
        "nchw,oc->nohw; 2x3x4x5 6x3",
        "i,j->ji; 3 4",
        "i,i->; 33 33",
        "ij,jk,kl->li; 2x3 3x4 4x5",
        "...ij,...jk->...ik; 1x6x3x4 2x1x4x5"
      })
  void runsOnKernels(String equation, String shapes) {
    Ledger ledger = Agreement.check(equation, program(equation, shapes, false), Target.cpu(), 1e-5);
    assertWithMessage("%s\n%s", equation, ledger)
        .that(ledger.entries().stream().map(LedgerEntry::backend).toList())
        .doesNotContain("reference");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "bihd,bjhd->bhij; 2x5x3x16 2x7x3x16",
        "bhij,bjhd->bihd; 2x3x5x7 2x7x3x16",
        "bxhid,bxhjd->bxhij; 2x4x3x5x8 2x4x3x7x8",
        "ij,kj->ki; 5x16 7x16",
        "bijh,jhk->bik; 2x5x3x4 3x4x6"
      })
  void integersAreMultipliedAsSuch(String equation, String shapes) {
    Ledger ledger = Agreement.check(equation, program(equation, shapes, true), Target.cpu(), 1e-5);
    assertWithMessage("%s\n%s", equation, ledger)
        .that(!NativeKernels.areThere() || ledger.int8Coverage() == 1)
        .isTrue();
  }

  /** A change of the order of dimensions is read where it lies. */
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {"bihd,bjhd->bhij; 2x5x3x16 2x7x3x16", "xghid,xghjd->xghij; 1x4x3x5x8 1x4x3x7x8"})
  void attentionCopiesNothing(String equation, String shapes) {
    ExportedProgram program =
        ProgramSketch.of(
            3,
            at -> {
              Value scores = einsum(at, equation, shapes, false);
              return List.of(at.at().call(AtenOps.SOFTMAX, scores, -1L));
            });
    Ledger ledger = Agreement.check(equation, program, Target.cpu(), 1e-5);
    for (LedgerEntry entry : ledger.entries()) {
      assertWithMessage("%s\n%s", equation, ledger)
          .that(List.of("reorder", "copy"))
          .doesNotContain(entry.kernel());
    }
  }
}
