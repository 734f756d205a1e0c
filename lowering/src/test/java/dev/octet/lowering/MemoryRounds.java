package dev.octet.lowering;

import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.common.base.Splitter;
import dev.octet.graph.Value;
import dev.octet.graph.evaluate.EvaluationException;
import dev.octet.op.AtenOps;
import dev.octet.op.OpName;
import dev.octet.op.TensorType;
import dev.octet.program.ExportedProgram;
import dev.octet.symbol.SymInt;
import dev.octet.tensor.DType;
import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A process of its own that compiles, runs and closes again and again, then runs one model again
 * and again, then one with ever other sizes, then compiles what cannot be compiled, and tells by
 * how many bytes its resident memory grew in the second half of each.
 */
final class MemoryRounds {
  private static final int HALF = 40;

  static final Path STATUS = Path.of("/proc/self/statm");

  private MemoryRounds() {}

  public static void main(String[] arguments) throws IOException {
    int rounds = Integer.parseInt(arguments[0]);
    int runs = Integer.parseInt(arguments[1]);
    ExportedProgram program = CompiledModelTest.fixedBlock();
    Tensor x = CompiledModelTest.images(2, 1);
    long compiled = 0;
    for (int round = 0; round < rounds; round++) {
      if (round == rounds / 2) {
        compiled = resident();
      }
      try (CompiledModel model = Lowering.compile(program, Target.cpu().threads(1));
          Arena arena = Arena.ofConfined()) {
        model.run(List.of(x), arena);
      }
    }
    compiled = resident() - compiled;
    long run = 0;
    try (CompiledModel model = Lowering.compile(program, Target.cpu().threads(1))) {
      for (int i = 0; i < runs; i++) {
        if (i == runs / 2) {
          run = resident();
        }
        try (Arena arena = Arena.ofConfined()) {
          model.run(List.of(x), arena);
        }
      }
    }
    run = resident() - run;
    Files.writeString(
        Path.of(arguments[2]), compiled + " " + run + " " + ofSizes() + " " + ofFailures());
  }

  /** With a constant of half a megabyte for each size, which no later plan wants. */
  private static long ofSizes() throws IOException {
    SymInt rows = SymInt.symbol("s0");
    ExportedProgram program =
        ProgramSketch.of(
            1,
            at -> {
              var b = at.at();
              Value x = at.input(new TensorType(DType.FLOAT32, List.of(rows, SymInt.of(64))));
              Value count =
                  b.node(OpName.aten("sym_size", "int"), List.of(x, 0L), Map.of()).result();
              Value part =
                  b.node(
                          OpName.aten("slice", "Tensor"),
                          List.of(at.weights(4096, 64), 0L, 0L, count),
                          Map.of())
                      .result();
              return List.of(b.call(AtenOps.ADD_TENSOR, x, b.call(AtenOps.TANH, part)));
            });
    long before = 0;
    try (CompiledModel model = Lowering.compile(program, Target.cpu().threads(1))) {
      for (int i = 0; i < 2 * HALF; i++) {
        if (i == HALF) {
          before = resident();
        }
        try (Arena arena = Arena.ofConfined()) {
          model.run(List.of(Tensor.allocate(arena, DType.FLOAT32, Shape.of(2000 + i, 64))), arena);
        }
      }
      return resident() - before;
    }
  }

  /** With a constant of half a megabyte before the one that is out of range. */
  private static long ofFailures() throws IOException {
    ExportedProgram program =
        ProgramSketch.of(
            1,
            at -> {
              var b = at.at();
              Value table = b.call(AtenOps.TANH, at.weights(2000, 64));
              Value index =
                  b.node(OpName.aten("full", "default"), List.of(List.of(1L), 5000L), Map.of())
                      .result();
              return List.of(
                  at.input(DType.FLOAT32, 1),
                  b.call(OpName.aten("index_select", "default"), table, 0L, index));
            });
    long before = 0;
    for (int i = 0; i < 2 * HALF; i++) {
      if (i == HALF) {
        before = resident();
      }
      assertThrows(
          EvaluationException.class, () -> Lowering.compile(program, Target.cpu().threads(1)));
    }
    return resident() - before;
  }

  private static long resident() throws IOException {
    System.gc();
    return Long.parseLong(Splitter.on(' ').splitToList(Files.readString(STATUS)).get(1)) * 4096;
  }
}
