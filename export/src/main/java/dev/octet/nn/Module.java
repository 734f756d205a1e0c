package dev.octet.nn;

import dev.octet.nn.trace.EagerSession;
import dev.octet.nn.trace.Session;
import dev.octet.program.DynamicShapes;
import dev.octet.program.ExportedProgram;
import dev.octet.program.Traceable;
import dev.octet.tensor.DType;
import dev.octet.tensor.InputException;
import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * A network or a part of one. A module registers its parts in its constructor or in field
 * initialisers, and says in {@code forward} how they work together:
 *
 * <pre>{@code
 * final class Block extends Module {
 *   private final Conv2d conv = add("conv", new Conv2d(16, 16, 3).padding(1));
 *
 *   @Override
 *   protected Variable forward(Variable x) {
 *     return Functional.relu(conv.call(x).add(x));
 *   }
 * }
 * }</pre>
 *
 * <p>A module is always in evaluation mode, as after {@code eval()} in PyTorch. It may run in many
 * threads at once if its forward keeps no state; {@link #seed} and {@link #loadStateDict} must not
 * run beside others.
 */
public abstract class Module implements Traceable {
  private final Map<String, State> states = new LinkedHashMap<>();
  private final Map<String, Module> children = new LinkedHashMap<>();
  private long seed;

  /** Makes a module without parts; subclasses register them as they are constructed. */
  protected Module() {}

  // Building.

  /** Registers a part under a name and returns it. */
  protected final <M extends Module> M add(String name, M child) {
    claim(name);
    children.put(name, child);
    return child;
  }

  /** Registers a float32 parameter. */
  protected final State parameter(String name, Initializer initializer, long... sizes) {
    return register(
        name, new State(State.Kind.PARAMETER, DType.FLOAT32, Shape.of(sizes), initializer));
  }

  /** Registers a buffer that belongs to the saved state. */
  protected final State buffer(String name, DType dtype, Initializer initializer, long... sizes) {
    return register(name, new State(State.Kind.BUFFER, dtype, Shape.of(sizes), initializer));
  }

  /** Registers a buffer that saved states leave out. */
  protected final State temporaryBuffer(
      String name, DType dtype, Initializer initializer, long... sizes) {
    return register(name, new State(State.Kind.TEMPORARY, dtype, Shape.of(sizes), initializer));
  }

  private State register(String name, State state) {
    claim(name);
    states.put(name, state);
    return state;
  }

  private void claim(String name) {
    if (name.isEmpty() || name.contains(".")) {
      throw new InputException(
          "'"
              + name
              + "' cannot name a part of "
              + typeName()
              + ": a name without dots is expected");
    }
    if (children.containsKey(name) || states.containsKey(name)) {
      throw new InputException(typeName() + " has two parts called '" + name + "'");
    }
  }

  /** Takes a parameter out again, as a setting made after construction may ask. */
  final void remove(String name) {
    states.remove(name);
  }

  /**
   * Sets the seed of the values that parameters start with; the default is 0. Only the outermost
   * module's counts.
   */
  public final void seed(long newSeed) {
    seed = newSeed;
  }

  final long seed() {
    return seed;
  }

  final Map<String, State> states() {
    return states;
  }

  /** The registered parts by name, in the order of registration. */
  public final Map<String, Module> children() {
    return java.util.Collections.unmodifiableMap(children);
  }

  // Describing.

  /**
   * The class that origins give for this module; layers of PyTorch give PyTorch's, others the Java
   * class.
   */
  public String typeName() {
    return getClass().getName().replace('$', '.');
  }

  /** The names of the inputs of {@code forward}; a captured program calls its inputs by them. */
  public List<String> argumentNames() {
    return List.of("x");
  }

  // Computing.

  /** What the module does with its only input. Override this or {@link #forward(List)}. */
  protected Variable forward(Variable x) {
    throw new InputException(typeName() + " overrides neither forward(Variable) nor forward(List)");
  }

  /** What the module does with several inputs, or for several results. */
  protected List<Variable> forward(List<Variable> inputs) {
    if (inputs.size() != 1) {
      throw new InputException(typeName() + " takes one input, found " + inputs.size());
    }
    return List.of(forward(inputs.getFirst()));
  }

  /** Calls this module with one input for one result; for use in the forward of another module. */
  public final Variable call(Variable x) {
    List<Variable> results = callAll(List.of(x));
    if (results.size() != 1) {
      throw new InputException(typeName() + " gives " + results.size() + " results; use callAll");
    }
    return results.getFirst();
  }

  /** Calls this module with several inputs; for use in the forward of another module. */
  public final List<Variable> callAll(List<Variable> inputs) {
    return within(() -> forward(inputs));
  }

  /**
   * Runs a body as part of this module, so that origins name it. Public methods that stand in for
   * {@code forward} use it.
   */
  protected final <T> T within(Supplier<T> body) {
    return Session.current().inModule(this, body);
  }

  /**
   * Runs the module. The garbage collector frees the results.
   *
   * @throws InputException naming the module and operator whose inputs do not fit
   */
  public final List<Tensor> run(Tensor... inputs) {
    ModuleTree tree = ModuleTree.of(this);
    tree.materialize();
    Session session = new EagerSession(tree.names());
    List<Variable> variables = Arrays.stream(inputs).map(Variable::of).toList();
    return session.run(() -> callAll(variables)).stream().map(Variable::tensor).toList();
  }

  @Override
  public final ExportedProgram trace(List<Tensor> exampleInputs, DynamicShapes dynamicShapes) {
    return new Tracing(this, exampleInputs, dynamicShapes).run();
  }

  // State.

  /**
   * Parameters and saved buffers by dotted name, module by module, parameters before buffers. The
   * tensors are those in use.
   */
  public final Map<String, Tensor> stateDict() {
    ModuleTree tree = ModuleTree.of(this);
    tree.materialize();
    return tree.savedState();
  }

  /**
   * Takes over the tensors of a saved state. They are used as they are, not copied.
   *
   * @throws InputException listing what is missing, what is unexpected, and what has another type
   *     or shape; then nothing has changed
   */
  public final void loadStateDict(Map<String, Tensor> state) {
    ModuleTree.of(this).load(state);
  }
}
