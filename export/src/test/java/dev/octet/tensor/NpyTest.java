package dev.octet.tensor;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class NpyTest {
  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(
      value = DType.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {"BFLOAT16"})
  void writtenFilesReadBack(DType type) {
    for (Shape shape : new Shape[] {Shape.of(2, 3, 1), Shape.of(4), Shape.SCALAR, Shape.of(0, 5)}) {
      Tensor tensor = Tensor.allocate(type, shape);
      for (long i = 0; i < tensor.elements(); i++) {
        tensor.setLong(i, i * 3);
      }
      Path file = folder.resolve("a.npy");
      Npy.write(file, tensor);
      assertThat(Npy.read(file).bitEquals(tensor)).isTrue();
    }
  }

  @Test
  void bfloat16IsRefusedWithAWayOut() {
    Tensor tensor = Tensor.allocate(DType.BFLOAT16, Shape.of(1));
    InputException error =
        assertThrows(InputException.class, () -> Npy.write(folder.resolve("b.npy"), tensor));
    assertThat(error).hasMessageThat().contains("convert the tensor to f32");
  }

  @Test
  void headerIsWhatNumPyWrites() throws IOException {
    Path file = folder.resolve("h.npy");
    Npy.write(file, Tensor.of(new float[] {1, 2}, 2));
    byte[] bytes = Files.readAllBytes(file);
    assertThat(bytes.length).isEqualTo(128 + 8);
    assertThat(new String(bytes, 10, 118, StandardCharsets.US_ASCII))
        .isEqualTo(
            "{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }" + " ".repeat(60) + "\n");
  }

  @Test
  void fortranOrderAndBigEndianAreUnderstood() throws IOException {
    byte[] header = header("{'descr': '>i2', 'fortran_order': True, 'shape': (2, 3), }\n");
    byte[] data = {0, 1, 0, 2, 0, 3, 0, 4, 0, 5, 1, 0};
    byte[] all = Arrays.copyOf(header, header.length + data.length);
    System.arraycopy(data, 0, all, header.length, data.length);
    Path file = folder.resolve("f.npy");
    Files.write(file, all);
    assertThat(Npy.read(file).toLongArray()).isEqualTo(new long[] {1, 3, 5, 2, 4, 256});
  }

  private static byte[] header(String dict) {
    byte[] header = new byte[10 + dict.length()];
    System.arraycopy(NpyHeader.MAGIC, 0, header, 0, 6);
    header[6] = 1;
    header[8] = (byte) dict.length();
    System.arraycopy(dict.getBytes(StandardCharsets.US_ASCII), 0, header, 10, dict.length());
    return header;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '~',
      value = {
        "'|O';element type 'O' is not supported (objects of Python; write",
        "'<U7';element type 'U7' is not supported; supported: [f4,",
        "'<c8';element type 'c8' is not supported; supported: [f4,",
        "[('a', '<f4')];the .npy header has no 'descr' of a plain element type: {'descr': [('a'",
      })
  void elementsThatAreNoNumbersAreNamed(String type, String message) throws IOException {
    Path file = folder.resolve("o.npy");
    Files.write(file, header("{'descr': " + type + ", 'fortran_order': False, 'shape': (2,), }\n"));
    assertThat(assertThrows(InputException.class, () -> Npy.read(file)))
        .hasMessageThat()
        .contains(message);
  }

  @Test
  void failuresNameTheFileOnceAndNoClass() {
    Path file = folder.resolve("absent/x.npy");
    InputException error =
        assertThrows(InputException.class, () -> Npy.write(file, Tensor.of(new float[] {1}, 1)));
    assertThat(error)
        .hasMessageThat()
        .isEqualTo(
            "'" + file + "' cannot be written: the folder " + file.getParent() + " is not there");
  }

  @Test
  void archivesRoundTripWithEqualBytes() throws IOException {
    Map<String, Tensor> tensors = Map.of("x", Tensor.of(new float[] {1, 2, 3}, 3));
    Path first = folder.resolve("1.npz");
    Path second = folder.resolve("2.npz");
    Npy.writeArchive(first, tensors);
    Npy.writeArchive(second, tensors);
    assertThat(Files.readAllBytes(first)).isEqualTo(Files.readAllBytes(second));
    assertThat(Npy.readArchive(first).values().iterator().next().toFloatArray())
        .isEqualTo(new float[] {1, 2, 3});
  }

  @Test
  void missingAndForeignFilesAreNamed() throws IOException {
    Path missing = folder.resolve("missing.npy");
    assertThat(assertThrows(InputException.class, () -> Npy.read(missing)))
        .hasMessageThat()
        .contains("there is no file");
    assertThat(assertThrows(InputException.class, () -> Npy.read(folder)))
        .hasMessageThat()
        .isEqualTo("'" + folder + "' is a folder, expected a file");
    Path text = folder.resolve("t.npy");
    Files.writeString(text, "hello, this is no array at all");
    assertThat(assertThrows(InputException.class, () -> Npy.read(text)))
        .hasMessageThat()
        .contains("not a .npy file");
    Path empty = folder.resolve("e.npy");
    Files.write(empty, new byte[0]);
    assertThrows(InputException.class, () -> Npy.read(empty));
    assertThrows(InputException.class, () -> Npy.readArchive(text));
  }

  @Test
  void damagedFilesGiveOnlyOurException() throws IOException {
    Path good = folder.resolve("g.npy");
    Npy.write(good, Tensor.of(new float[] {1, 2, 3, 4, 5, 6}, 2, 3));
    byte[] bytes = Files.readAllBytes(good);
    Random random = new Random(11);
    int refused = 0;
    for (int i = 0; i < 2000; i++) {
      byte[] mutated =
          random.nextInt(4) == 0
              ? Arrays.copyOf(bytes, random.nextInt(bytes.length))
              : bytes.clone();
      for (int flips = random.nextInt(4); flips >= 0 && mutated.length > 0; flips--) {
        mutated[random.nextInt(mutated.length)] = (byte) random.nextInt(256);
      }
      try {
        MemorySegment file = MemorySegment.ofArray(mutated);
        assertThat(Npy.parse(file, "mutated", Arena.ofAuto()).toFloatArray().length)
            .isAtMost(bytes.length);
      } catch (InputException e) {
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(100);
  }
}
