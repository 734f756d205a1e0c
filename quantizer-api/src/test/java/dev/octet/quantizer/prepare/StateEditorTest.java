package dev.octet.quantizer.prepare;

import static com.google.common.truth.Truth.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.octet.graph.Graph;
import dev.octet.graph.Value;
import dev.octet.graph.text.GraphText;
import dev.octet.program.ExportedProgram;
import dev.octet.program.InputSpec;
import dev.octet.program.OutputSpec;
import dev.octet.program.ProgramMetadata;
import dev.octet.program.TreeSpec;
import dev.octet.quantizer.Networks;
import dev.octet.tensor.Tensor;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class StateEditorTest {
  private static final Tensor ONE = Networks.random(1, 2);
  private static final Tensor TWO = Networks.random(2, 2);

  /** A parameter under two names, a buffer that is written, a constant, an input; an odd tensor. */
  private static ExportedProgram program() {
    Graph graph =
        GraphText.parse(
            """
            graph(%p: f32[2], %again: f32[2], %b: f32[2], %c: f32[2], %x: f32[2]) {
              %w_extra: f32[2] = aten.add.Tensor(%x, %p)
              %s: f32[2] = aten.add.Tensor(%b, %c)
              return %s, %s, %w_extra
            }
            """);
    return new ExportedProgram(
        graph,
        ImmutableList.of(
            new InputSpec.Parameter("w"),
            new InputSpec.Parameter("w"),
            new InputSpec.Buffer("mean", true),
            new InputSpec.Constant("lifted"),
            new InputSpec.User()),
        ImmutableList.of(
            new OutputSpec.BufferMutation("mean"),
            new OutputSpec.ParameterMutation("w"),
            new OutputSpec.User()),
        ImmutableMap.of("w", ONE, "mean", ONE, "lifted", ONE, "counter", ONE),
        ImmutableMap.of(),
        TreeSpec.positional(1),
        TreeSpec.tuple(List.of(TreeSpec.LEAF)),
        ProgramMetadata.traced(ImmutableList.of(), ImmutableList.of()));
  }

  private static List<String> inputs(StateEditor state) {
    ExportedProgram program = program();
    return state
        .program(program.graph().nodes(), program.graph().outputs())
        .graph()
        .inputs()
        .stream()
        .map(Value::name)
        .toList();
  }

  private static Set<String> states(StateEditor state, ExportedProgram program) {
    return state.program(program.graph().nodes(), program.graph().outputs()).state().keySet();
  }

  @Test
  void whatARunWritesIsNamed() {
    assertThat(StateEditor.written(program())).containsExactly("mean", "w");
  }

  @Test
  void onlyStateHasATensorAndAName() {
    ExportedProgram program = program();
    StateEditor state = new StateEditor(program);
    assertThat(state.tensor(program.graph().value("c"))).isSameInstanceAs(ONE);
    assertThat(state.name(program.graph().value("c"))).isEqualTo("lifted");
    assertThat(state.tensor(program.graph().value("x"))).isNull();
    assertThat(state.name(program.graph().value("x"))).isEmpty();
  }

  @Test
  void anInputStandsBehindTheLastOfItsKindUnderANameThatIsFree() {
    StateEditor state = new StateEditor(program());
    Value parameter = state.add(new InputSpec.Parameter("w.extra"), TWO);
    Value buffer = state.add(new InputSpec.Buffer("0.scale", true), TWO);
    Value constant = state.add(new InputSpec.Constant("x"), TWO);
    // %w_extra is a node, %x an input.
    assertThat(parameter.name()).isEqualTo("w_extra_1");
    assertThat(buffer.name()).isEqualTo("_0_scale");
    assertThat(constant.name()).isEqualTo("x_1");
    assertThat(inputs(state))
        .containsExactly("p", "again", "w_extra_1", "b", "_0_scale", "c", "x_1", "x")
        .inOrder();
    assertThat(state.tensor(buffer)).isSameInstanceAs(TWO);
    assertThat(state.name(buffer)).isEqualTo("0.scale");
  }

  @Test
  void freshNamesOfStateAreNumbered() {
    StateEditor state = new StateEditor(program());
    assertThat(state.freshName("bias")).isEqualTo("bias");
    assertThat(state.freshName("w")).isEqualTo("w_1");
    state.add(new InputSpec.Parameter("w_1"), TWO);
    assertThat(state.freshName("w")).isEqualTo("w_2");
    assertThat(state.freshNumbered("scale_")).isEqualTo("scale_0");
    state.add(new InputSpec.Buffer("scale_0", true), TWO);
    state.add(new InputSpec.Buffer("scale_1", true), TWO);
    assertThat(state.freshNumbered("scale_")).isEqualTo("scale_2");
  }

  @Test
  void aTensorGoesWithTheLastInputThatRefersToIt() {
    ExportedProgram program = program();
    StateEditor state = new StateEditor(program);
    state.remove(program.graph().value("again"));
    assertThat(inputs(state)).containsExactly("p", "b", "c", "x").inOrder();
    assertThat(state.tensor(program.graph().value("p"))).isSameInstanceAs(ONE);
    assertThat(states(state, program)).containsExactly("w", "mean", "lifted", "counter");
    state.remove(program.graph().value("p"));
    assertThat(states(state, program)).containsExactly("mean", "lifted", "counter");
  }

  @Test
  void tensorsThatNoInputRefersToCanBeTakenAway() {
    ExportedProgram program = program();
    StateEditor state = new StateEditor(program);
    state.removeUnlisted();
    assertThat(states(state, program)).containsExactly("w", "mean", "lifted");
    assertThat(program.state()).containsKey("counter");
  }
}
