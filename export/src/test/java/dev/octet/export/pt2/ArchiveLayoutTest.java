package dev.octet.export.pt2;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.octet.export.Resources;
import dev.octet.program.ExportedProgram;
import dev.octet.program.FormatException;
import dev.octet.program.ReadLimits;
import dev.octet.tensor.Tensor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

final class ArchiveLayoutTest {
  private static final byte[] MLP = Resources.bytes("goldens/models/mlp/model.pt2");
  private static final String PROGRAM = "model/models/model.json";

  private static ExportedProgram read(byte[] archive) {
    return Pt2Reader.read(
        MemorySegment.ofArray(archive), "test.pt2", ReadLimits.defaults(), Arena.ofAuto());
  }

  private static String refusal(byte[] archive) {
    return Objects.requireNonNull(
        assertThrows(FormatException.class, () -> read(archive)).getMessage());
  }

  private static byte[] zip(String... namesAndTexts) {
    Map<String, byte[]> records = new LinkedHashMap<>();
    for (int i = 0; i < namesAndTexts.length; i += 2) {
      records.put(namesAndTexts[i], namesAndTexts[i + 1].getBytes(StandardCharsets.UTF_8));
    }
    return Archives.archive(records);
  }

  @Test
  void allThreeLayoutsGiveTheSameWeights() {
    for (String model : new String[] {"mlp", "conv_bn_relu"}) {
      ExportedProgram raw = read(Resources.bytes("goldens/models/" + model + "/model.pt2"));
      for (String layout : new String[] {"flat", "pickled"}) {
        ExportedProgram legacy =
            read(Resources.bytes("goldens/legacy/" + model + "." + layout + ".pt2"));
        assertThat(legacy.state().keySet()).containsExactlyElementsIn(raw.state().keySet());
        legacy
            .state()
            .forEach((name, tensor) ->
                assertWithMessage("%s %s %s", model, layout, name)
                    .that(tensor.bitEquals(Objects.requireNonNull(raw.state().get(name))))
                    .isTrue());
        assertThat(legacy.graph().nodes()).hasSize(raw.graph().nodes().size());
        assertThat(legacy.inputs()).isEqualTo(raw.inputs());
      }
    }
  }

  @Test
  void filesOfAnotherKindAreNamed() {
    assertThat(refusal(new byte[0])).contains("empty");
    assertThat(
            refusal(
                "no zip at all, but longer than the end record".getBytes(StandardCharsets.UTF_8)))
        .contains("not a zip");
    assertThat(refusal(zip("m/constants.pkl", "", "m/code/a.py", ""))).contains("TorchScript");
    assertThat(refusal(zip("m/data.pkl", "", "m/version", "3"))).contains("torch.save file");
    assertThat(refusal(zip("m/data/aotinductor/model/x.so", "", "m/archive_format", "pt2")))
        .contains("AOTInductor");
    assertThat(refusal(zip("readme.txt", "hello"))).contains("lies in no folder");
    assertThat(refusal(zip("m/readme.txt", "hello"))).contains("no .pt2 archive");
  }

  @Test
  void oneModelOfAnotherNameIsReadAndSeveralAreRefused() {
    Map<String, byte[]> renamed = new LinkedHashMap<>();
    Archives.records(MLP)
        .forEach((name, content) -> renamed.put(name.replace("/model", "/encoder"), content));
    renamed.put(
        "model/models/encoder.json",
        Objects.requireNonNull(renamed.remove("model/encoders/encoder.json")));
    assertThat(read(Archives.archive(renamed)).graph().nodes()).hasSize(5);
    assertThat(refusal(Archives.with(MLP, "model/models/second.json", "{}")))
        .contains("[model, second]");
  }

  @Test
  void versionsAreCheckedAndSpacesForgiven() {
    assertThat(read(Archives.with(MLP, "model/archive_version", "0\n")).graph().nodes()).hasSize(5);
    assertThat(refusal(Archives.with(MLP, "model/archive_version", "1")))
        .contains("archive_version is '1'");
    assertThat(refusal(Archives.replace(MLP, PROGRAM, "\"major\": 8", "\"major\": 9")))
        .contains("schema version 9");
    assertThat(
            read(Archives.replace(MLP, PROGRAM, "\"minor\": 20", "\"minor\": 99")).graph().nodes())
        .hasSize(5);
  }

  @Test
  void unsupportedTensorsAreNamed() {
    String config = "model/data/weights/model_weights_config.json";
    assertThat(refusal(Archives.replace(MLP, PROGRAM, "\"dtype\": 7", "\"dtype\": 29")))
        .contains("float8_e4m3fn");
    assertThat(
            refusal(Archives.replace(MLP, config, "\"use_pickle\": false", "\"use_pickle\": true")))
        .contains("Python subclass");
    assertThat(refusal(Archives.with(MLP, "model/data/weights/weight_0", null)))
        .contains("weight_0' is missing");
    assertThat(refusal(Archives.with(MLP, "model/data/weights/weight_0", "12345")))
        .contains("no whole number of float32");
    assertThat(refusal(Archives.with(MLP, "model/data/weights/weight_0", "12345678")))
        .contains("storage holds 8 bytes");
  }

  @Test
  void aRecordWithoutBytesIsZeros() {
    Tensor weight =
        read(Archives.with(MLP, "model/data/weights/weight_0", ""))
            .state()
            .values()
            .asList()
            .get(0);
    assertThat(weight.elements()).isGreaterThan(1);
    for (float value : weight.toFloatArray()) {
      assertThat(value).isEqualTo(0f);
    }
  }

  @Test
  void bigEndianWeightsAreSwapped() {
    Map<String, byte[]> records = Archives.records(MLP);
    records.replaceAll((name, content) -> {
      if (!name.startsWith("model/data/weights/weight_")) {
        return content;
      }
      byte[] swapped = content.clone();
      for (int i = 0; i < swapped.length; i++) {
        swapped[i] = content[i / 4 * 4 + 3 - i % 4];
      }
      return swapped;
    });
    records.put("model/byteorder", "big".getBytes(StandardCharsets.UTF_8));
    ExportedProgram swapped = read(Archives.archive(records));
    read(MLP)
        .state()
        .forEach((name, tensor) ->
            assertThat(tensor.bitEquals(Objects.requireNonNull(swapped.state().get(name))))
                .isTrue());
  }

  @Test
  void aDamagedProgramFailsItsChecksum() {
    byte[] damaged = MLP.clone();
    int at =
        new String(damaged, StandardCharsets.ISO_8859_1).indexOf("torch.ops.aten.linear.default");
    damaged[at] = 'x';
    assertThat(refusal(damaged)).contains("checksum");
  }
}
