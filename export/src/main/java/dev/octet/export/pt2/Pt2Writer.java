package dev.octet.export.pt2;

import dev.octet.program.ExportedProgram;
import dev.octet.program.InputSpec;
import dev.octet.tensor.Tensor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.channels.WritableByteChannel;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Writes {@code .pt2} archives in the raw layout. The same program gives the same bytes. */
public final class Pt2Writer {
  private static final String ROOT = "archive/";
  private static final String MODEL = "model";

  private Pt2Writer() {}

  /** Writes a whole archive; the channel stays open. */
  public static void write(ExportedProgram program, WritableByteChannel channel)
      throws IOException {
    // The program first: what cannot be written is found before any byte is.
    ByteArrayOutputStream json = new ByteArrayOutputStream();
    ProgramWriter.write(program, json);
    Map<String, Tensor> weights = new LinkedHashMap<>(program.state());
    Map<String, Tensor> constants = new LinkedHashMap<>();
    Set<String> parameters = new HashSet<>();
    for (InputSpec spec : program.inputs()) {
      switch (spec) {
        case InputSpec.Parameter(String name) -> parameters.add(name);
        case InputSpec.Buffer(String name, boolean persistent) -> {
          if (!persistent) {
            move(name, weights, constants);
          }
        }
        case InputSpec.Constant(String name) -> move(name, weights, constants);
        case InputSpec.CustomObject _, InputSpec.User _, InputSpec.Frozen _, InputSpec.Token _ -> {}
      }
    }
    ZipWriter zip = new ZipWriter(channel);
    new StateWriter(weights, "weight_", parameters)
        .write(zip, ROOT + "data/weights/", MODEL + "_weights_config.json");
    new StateWriter(constants, "tensor_", Set.of())
        .write(zip, ROOT + "data/constants/", MODEL + "_constants_config.json");
    zip.add(ROOT + "models/" + MODEL + ".json", MemorySegment.ofArray(json.toByteArray()));
    zip.add(ROOT + "data/sample_inputs/" + MODEL + ".pt", "");
    zip.add(ROOT + "archive_format", "pt2");
    zip.add(ROOT + "archive_version", "0");
    zip.add(ROOT + ".data/version", "6\n");
    zip.add(ROOT + "byteorder", "little");
    zip.add(ROOT + ".data/serialization_id", zip.serializationId());
    zip.finish();
  }

  private static void move(String name, Map<String, Tensor> from, Map<String, Tensor> to) {
    Tensor tensor = from.remove(name);
    if (tensor != null) {
      to.put(name, tensor);
    }
  }
}
