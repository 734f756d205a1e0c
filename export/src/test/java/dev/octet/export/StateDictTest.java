package dev.octet.export;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.common.collect.ImmutableMap;
import dev.octet.program.FormatException;
import dev.octet.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StateDictTest {
  @TempDir Path folder;

  private Path safetensors(String table) throws IOException {
    byte[] json = table.getBytes(StandardCharsets.UTF_8);
    ByteBuffer file = ByteBuffer.allocate(8 + json.length + 16).order(ByteOrder.LITTLE_ENDIAN);
    file.putLong(json.length)
        .put(json)
        .putFloat(1.5f)
        .putFloat(-2f)
        .putShort((short) 7)
        .putShort((short) -1)
        .putInt(0);
    return Files.write(folder.resolve("weights.safetensors"), file.array());
  }

  @Test
  void safetensors() throws IOException {
    Path file =
        safetensors(
            """
            {"__metadata__":{"format":"pt"},"a.weight":{"dtype":"F32","shape":[1,2],"data_offsets":[0,8]},
             "b":{"dtype":"I16","shape":[2],"data_offsets":[8,12]}}\
            """);
    ImmutableMap<String, Tensor> state = StateDict.read(file);
    assertThat(state.keySet()).containsExactly("a.weight", "b").inOrder();
    assertThat(Objects.requireNonNull(state.get("a.weight")).toFloatArray())
        .isEqualTo(new float[] {1.5f, -2f});
    assertThat(Objects.requireNonNull(state.get("b")).toLongArray()).isEqualTo(new long[] {7, -1});
  }

  @Test
  void damagedSafetensors() throws IOException {
    for (String entry :
        new String[] {
          "{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[0,8]}",
          "{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[12,20]}",
          "{\"dtype\":\"F32\",\"shape\":[-2],\"data_offsets\":[0,8]}",
          "{\"dtype\":\"F8_E4M3\",\"shape\":[8],\"data_offsets\":[0,8]}",
          "{\"dtype\":\"F32\",\"shape\":[4294967296,4294967296],\"data_offsets\":[0,0]}",
          "7"
        }) {
      Path file = safetensors("{\"w\":" + entry + "}");
      assertThat(assertThrows(FormatException.class, () -> StateDict.read(file)))
          .hasMessageThat()
          .contains("'w'");
    }
  }

  @Test
  void weightsOfAProgram() {
    Path path = Resources.path("goldens/models/mlp/model.pt2");
    assertThat(StateDict.read(path).keySet())
        .containsExactlyElementsIn(Export.read(path).state().keySet())
        .inOrder();
  }

  @Test
  void filesThatAreNotThereAreNamed() {
    Path missing = folder.resolve("missing.pt2");
    assertThat(assertThrows(FormatException.class, () -> Export.read(missing)))
        .hasMessageThat()
        .contains("missing.pt2: there is no such file");
    assertThat(assertThrows(FormatException.class, () -> Export.read(folder)))
        .hasMessageThat()
        .contains("is a folder");
  }
}
