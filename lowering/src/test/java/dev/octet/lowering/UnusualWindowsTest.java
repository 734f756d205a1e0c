package dev.octet.lowering;

import com.google.common.base.Splitter;
import dev.octet.graph.Value;
import dev.octet.lowering.ProgramSketch.Grid;
import dev.octet.op.AtenOps;
import dev.octet.op.OpName;
import dev.octet.program.ExportedProgram;
import dev.octet.tensor.DType;
import dev.octet.tensor.Tensor;
import java.lang.foreign.Arena;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Windows that lie beyond the image altogether, images that are shorter than what is added to them,
 * windows that have no row in common. The library's fastest implementations read and write
 * elsewhere then: without {@code WrongConvolutions} this ends the process on matrix tiles, and some
 * are wrong without them.
 */
final class UnusualWindowsTest {
  private static final Grid GRID = new Grid(DType.UINT8, 0.05, 100, 0, 127);
  private static final List<OpName> CONVOLUTIONS =
      List.of(AtenOps.CONV1D, AtenOps.CONV2D, AtenOps.CONV3D);
  private static final List<OpName> TRANSPOSED =
      List.of(AtenOps.CONV_TRANSPOSE1D, AtenOps.CONV_TRANSPOSE2D, AtenOps.CONV_TRANSPOSE3D);

  private static List<Long> numbers(String words) {
    return Splitter.on(' ').splitToStream(words).map(Long::valueOf).toList();
  }

  private static long[] sizes(String words) {
    return numbers(words).stream().mapToLong(Long::longValue).toArray();
  }

  @ParameterizedTest
  @CsvSource({
    "1 10 1, 32 10 2, 1, 1, 1, 1",
    "1 3 1, 22 3 4, 1, 1, 6, 2",
    "2 60 1 5, 53 60 4 4, 1, 2 2, 5 2, 2 2",
    "1 64 1 1, 48 64 2 2, 1, 1 1, 1 1, 2 2",
    "1 20 1 4 3, 5 20 2 2 1, 1, 1 1 1, 1 1 0, 2 1 2",
    "2 13 1 4 2, 22 13 3 1 3, 1, 2 1 1, 4 0 2, 2 1 1",
    "2 32 1 3 4, 64 16 3 4 4, 2, 2 1 2, 2 6 5, 1 2 2",
    "2 30 2 1 3, 26 15 3 2 2, 2, 1 2 2, 1 1 2, 1 2 2",
    "1 2 1 2 2, 26 1 4 1 3, 2, 1 1 2, 6 0 2, 2 2 1"
  })
  void areRight(
      String image, String kernel, long groups, String stride, String padding, String dilation) {
    Requires.oneDnn();
    ExportedProgram integers = program(true, image, kernel, groups, stride, padding, dilation);
    Agreement.check("integers", integers, Target.cpu(), 1e-5);
    ExportedProgram floats = program(false, image, kernel, groups, stride, padding, dilation);
    Agreement.check("float32", floats, Target.cpu(), 1e-5);
    Agreement.check("bfloat16", floats, Target.cpu().autocast(DType.BFLOAT16), 2e-2);
  }

  /** Wrong only at times: it is the pace of two threads that decides. */
  @ParameterizedTest
  @CsvSource({
    "2 240 10 11, 16 240 1 4, 1, 2 1, 0 4, 1 2",
    "1 92 10 12, 117 92 2 3, 1, 3 1, 2 1, 2 1"
  })
  void areRightInEveryRun(
      String image, String kernel, long groups, String stride, String padding, String dilation) {
    Requires.oneDnn();
    ExportedProgram program = program(true, image, kernel, groups, stride, padding, dilation);
    List<Tensor> inputs = Agreement.inputs(program, 7);
    Tensor expected = program.run(inputs.toArray(new Tensor[0])).getFirst();
    try (CompiledModel model = Lowering.compile(program, Target.cpu().threads(2))) {
      for (int run = 0; run < 100; run++) {
        try (Arena arena = Arena.ofConfined()) {
          Tensor found = model.run(inputs, arena).getFirst();
          Agreement.compare("run " + run + "\n" + model.ledger(), expected, found, 1e-5);
        }
      }
    }
  }

  private static ExportedProgram program(
      boolean integers,
      String image,
      String kernel,
      long groups,
      String stride,
      String padding,
      String dilation) {
    OpName op = CONVOLUTIONS.get(numbers(stride).size() - 1);
    return ProgramSketch.of(
        5,
        at -> {
          Value x = at.input(DType.FLOAT32, sizes(image));
          Value read = integers ? at.rounded(x, GRID) : x;
          Value w = integers ? at.int8Weights(false, 60, sizes(kernel)) : at.weights(sizes(kernel));
          return List.of(
              at.at()
                  .call(
                      op,
                      read,
                      w,
                      null,
                      numbers(stride),
                      numbers(padding),
                      numbers(dilation),
                      groups));
        });
  }

  @ParameterizedTest
  @CsvSource({"2 63 1 3, 63 41 2 4, 3, 1 2, 2 2", "1 40 1 1, 40 24 2 2, 1, 1 1, 2 2"})
  void transposedAreRight(
      String image, String kernel, long groups, String padding, String dilation) {
    Requires.oneDnn();
    int dimensions = numbers(padding).size();
    List<Long> ones = Collections.nCopies(dimensions, 1L);
    List<Long> none = Collections.nCopies(dimensions, 0L);
    ExportedProgram program =
        ProgramSketch.of(
            6,
            at -> {
              Value x = at.input(DType.FLOAT32, sizes(image));
              Value w = at.weights(sizes(kernel));
              OpName op = TRANSPOSED.get(dimensions - 1);
              return List.of(
                  at.at()
                      .call(
                          op, x, w, null, ones, numbers(padding), none, groups, numbers(dilation)));
            });
    Agreement.check("float32", program, Target.cpu(), 1e-5);
    Agreement.check("bfloat16", program, Target.cpu().autocast(DType.BFLOAT16), 2e-2);
  }
}
