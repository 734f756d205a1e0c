package dev.octet.lowering.archive;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.octet.graph.Graph;
import dev.octet.graph.Value;
import dev.octet.op.AtenOps;
import dev.octet.op.TensorType;
import dev.octet.program.ExportedProgram;
import dev.octet.program.FormatException;
import dev.octet.program.InputSpec;
import dev.octet.program.OutputSpec;
import dev.octet.program.ProgramMetadata;
import dev.octet.program.ReadLimits;
import dev.octet.program.TreeSpec;
import dev.octet.tensor.DType;
import dev.octet.tensor.Tensor;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CompiledFileTest {
  private static final CompileOptions OPTIONS =
      new CompileOptions(
          OptionalInt.of(2),
          Optional.of(DType.BFLOAT16),
          OptionalDouble.of(0.25),
          true,
          false,
          Optional.empty());

  @TempDir private Path folder;

  private Path file = Path.of("");
  private byte[] bytes = {};

  @BeforeEach
  void write() throws IOException {
    file = folder.resolve("m.octet");
    new CompiledFile(program(), OPTIONS).write(file);
    bytes = Files.readAllBytes(file);
  }

  private static ExportedProgram program() {
    Graph graph =
        Graph.build(builder -> {
          Value x = builder.input("x", TensorType.of(DType.FLOAT32, 2, 3));
          Value weight = builder.input("weight", TensorType.of(DType.FLOAT32, 4, 3));
          builder.output(builder.call(AtenOps.LINEAR, x, weight));
        });
    return new ExportedProgram(
        graph,
        ImmutableList.of(new InputSpec.User(), new InputSpec.Parameter("weight")),
        ImmutableList.of(new OutputSpec.User()),
        ImmutableMap.of(
            "weight", Tensor.of(new float[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1, 2}, 4, 3)),
        ImmutableMap.of(),
        TreeSpec.positional(1),
        TreeSpec.LEAF,
        ProgramMetadata.traced(ImmutableList.of("x"), ImmutableList.of()));
  }

  private static CompiledFile read(Path file) {
    return CompiledFile.read(file, ReadLimits.defaults(), Arena.ofAuto(), _ -> {});
  }

  private String refusal(byte[] content) throws IOException {
    Path other = folder.resolve("other.octet");
    Files.write(other, content);
    FormatException thrown = assertThrows(FormatException.class, () -> read(other));
    assertThat(thrown).hasMessageThat().contains("other.octet");
    return String.valueOf(thrown.getMessage());
  }

  /** The bytes with something changed. */
  private byte[] changed(Consumer<ByteBuffer> change) {
    byte[] copy = bytes.clone();
    change.accept(ByteBuffer.wrap(copy).order(ByteOrder.LITTLE_ENDIAN));
    return copy;
  }

  /** The bytes with the checksum that belongs to them. */
  private static byte[] signed(byte[] content) {
    ByteBuffer buffer = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
    FileHeader header = new FileHeader(buffer.getInt(12), buffer.getLong(16));
    header.encode(MemorySegment.ofArray(content)).get(content, 0, FileHeader.BYTES);
    return content;
  }

  @Test
  void programAndOptionsComeBack() {
    CompiledFile read = read(file);
    assertThat(read.options()).isEqualTo(OPTIONS);
    assertThat(read.program().graph().toString()).isEqualTo(program().graph().toString());
    assertThat(weight(read.program()).toFloatArray()).isEqualTo(weight(program()).toFloatArray());
  }

  private static Tensor weight(ExportedProgram program) {
    return Objects.requireNonNull(program.state().get("weight"));
  }

  @Test
  void weightsAreNotCopied() {
    Tensor weight = weight(read(file).program());
    assertThat(weight.storage().isMapped()).isTrue();
    assertThat(weight.segment().address() % Tensor.ALIGNMENT).isEqualTo(0);
  }

  @Test
  void optionsThatAreNotSetStayUnset() {
    CompileOptions none =
        new CompileOptions(
            OptionalInt.empty(),
            Optional.empty(),
            OptionalDouble.empty(),
            false,
            true,
            Optional.empty());
    new CompiledFile(program(), none).write(file);
    assertThat(read(file).options()).isEqualTo(none);
  }

  @Test
  void changeOfAnyByteIsFound() throws IOException {
    Random random = new Random(1);
    for (int round = 0; round < 200; round++) {
      int at = round < FileHeader.BYTES ? round : random.nextInt(bytes.length);
      refusal(changed(buffer -> buffer.put(at, (byte) (buffer.get(at) ^ 0x10))));
    }
  }

  @Test
  void damageIsCalledDamage() throws IOException {
    int last = bytes.length - 1;
    assertThat(refusal(changed(buffer -> buffer.put(last, (byte) ~buffer.get(last)))))
        .contains("checksum");
    assertThat(refusal(Arrays.copyOf(bytes, bytes.length + 3))).contains("3 bytes follow");
    assertThat(refusal(changed(buffer -> buffer.putLong(24, 1)))).contains("header");
    assertThat(refusal(changed(buffer -> buffer.putLong(16, -1)))).contains("header");
    // A length that makes up for that of the options.
    assertThat(refusal(changed(buffer -> buffer.putInt(12, -128).putLong(16, bytes.length))))
        .contains("header");
    assertThat(refusal(changed(buffer -> buffer.putLong(16, Long.MAX_VALUE)))).contains("header");
  }

  @Test
  void optionsAreNotReadWhateverTheirLength() throws IOException {
    byte[] content = Arrays.copyOf(bytes, FileHeader.BYTES + (1 << 17));
    ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN).putInt(12, 1 << 17).putLong(16, 0);
    assertThat(refusal(content)).contains("jsonBytes");
  }

  @Test
  void fileThatIsCutOffIsCalledSo() throws IOException {
    assertThat(refusal(Arrays.copyOf(bytes, bytes.length - 1))).contains("cut off");
    assertThat(refusal(Arrays.copyOf(bytes, 40))).contains("cut off");
    assertThat(refusal(Arrays.copyOf(bytes, 4))).contains("is not a compiled program");
    assertThat(refusal(new byte[0])).contains("is empty");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3, -1})
  void otherVersionsAreRefused(int version) throws IOException {
    assertThat(refusal(changed(buffer -> buffer.putInt(8, version))))
        .contains("version " + Integer.toUnsignedString(version) + " of the format");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"device\":\"gpu\"}",
        "{\"device\":\"xpu\"}",
        "{\"threads\":0}",
        "{\"threads\":1e9}",
        "{\"autocast\":\"f16\"}",
        "{\"require_int8_coverage\":2}",
        "{\"portable\":1}",
        "{\"unheard_of\":1}",
        "{\"threads\":1,\"threads\":2}",
        "[[[[[[[[[[[[]]]]]]]]]]]]",
        "[]",
        "{",
        "{} {}",
        ""
      })
  void optionsThatMakeNoSenseAreRefused(String json) throws IOException {
    byte[] options = json.getBytes(StandardCharsets.UTF_8);
    ByteBuffer old = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int from = (int) FileHeader.programStart(old.getInt(12));
    int length = (int) old.getLong(16);
    int start = (int) FileHeader.programStart(options.length);
    byte[] made = Arrays.copyOf(bytes, start + length);
    Arrays.fill(made, FileHeader.BYTES, start, (byte) 0);
    System.arraycopy(options, 0, made, FileHeader.BYTES, options.length);
    System.arraycopy(bytes, from, made, start, length);
    ByteBuffer.wrap(made).order(ByteOrder.LITTLE_ENDIAN).putInt(12, options.length);
    assertThat(refusal(signed(made))).contains("option");
  }

  @Test
  void programThatIsNoneIsRefusedThoughItsChecksumIsRight() throws IOException {
    byte[] made = bytes.clone();
    Arrays.fill(made, (int) FileHeader.programStart(optionBytes()), made.length, (byte) 7);
    assertThat(refusal(signed(made))).contains("not a zip archive");
  }

  private int optionBytes() {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(12);
  }

  @Test
  void folderThatIsNotThereIsNamed() {
    Path target = folder.resolve("absent").resolve("m.octet");
    CompiledFile content = new CompiledFile(program(), OPTIONS);
    FormatException thrown = assertThrows(FormatException.class, () -> content.write(target));
    assertThat(thrown).hasMessageThat().contains("absent");
  }
}
