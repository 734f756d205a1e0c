package dev.octet.reliability;

import dev.octet.export.Export;
import dev.octet.lowering.CompiledModel;
import dev.octet.lowering.Lowering;
import dev.octet.lowering.Target;
import dev.octet.program.ExportedProgram;
import dev.octet.tensor.Npy;
import java.nio.file.Path;

/** Writes the same three files again and again until it is killed. */
final class KilledWriter {
  private KilledWriter() {}

  public static void main(String[] arguments) {
    Path folder = Path.of(arguments[0]);
    ExportedProgram program = SmallModel.quantized();
    try (CompiledModel model = Lowering.compile(program, Target.cpu().threads(1))) {
      while (true) {
        Export.write(program, folder.resolve("model.pt2"));
        model.save(folder.resolve("model.octet"));
        Npy.write(folder.resolve("image.npy"), SmallModel.image(1));
      }
    }
  }
}
