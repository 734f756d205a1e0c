package dev.octet.lowering;

import com.google.common.base.Splitter;
import dev.octet.program.ExportedProgram;
import dev.octet.tensor.Tensor;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A process of its own that compiles, runs and closes again and again, then runs one model again
 * and again, and tells by how many bytes its resident memory grew in the second half of each.
 */
final class MemoryRounds {
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
    Files.writeString(Path.of(arguments[2]), compiled + " " + run);
  }

  private static long resident() throws IOException {
    System.gc();
    return Long.parseLong(Splitter.on(' ').splitToList(Files.readString(STATUS)).get(1)) * 4096;
  }
}
