package dev.octet.lowering;

import com.google.common.base.Preconditions;
import dev.octet.lowering.archive.CompiledFile;
import dev.octet.lowering.library.NativeAccess;
import dev.octet.lowering.onednn.OneDnn;
import dev.octet.program.ExportedProgram;
import dev.octet.program.ReadLimits;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.function.UnaryOperator;

/** The entry of lowering. */
public final class Lowering {
  private Lowering() {}

  /**
   * Compiles a program: float, prepared or quantized. Plans for concrete sizes are made when sizes
   * are first seen; a program without symbolic sizes is planned here.
   *
   * @return a model that must be closed
   * @throws dev.octet.tensor.InputException if the program cannot run: among others, if it takes or
   *     gives numbers that are not known at export, or its sizes depend on values; or if it misses
   *     the coverage that the target requires, or the JVM denies native access
   */
  public static CompiledModel compile(ExportedProgram program, Target target) {
    return compile(program, target, 1);
  }

  /** As {@link #compile(ExportedProgram, Target)}, for so many runs at once. */
  static CompiledModel compile(ExportedProgram program, Target target, int callers) {
    NativeAccess.require();
    CompiledModel model = new CompiledModel(program, target, callers);
    try {
      model.prepare();
      return model;
    } catch (RuntimeException | Error e) {
      model.close();
      throw e;
    }
  }

  /**
   * Loads a program that {@link CompiledModel#save} wrote, for what it was compiled for; kernels
   * and packed weights are made for this processor. The file stays mapped as long as the model's
   * program is reachable: until then it may be replaced by moving another over it, as {@link
   * CompiledModel#save} does, and not be written in place, which would change the weights or,
   * shortened, make the JVM fail.
   *
   * @return a model that must be closed
   * @throws dev.octet.program.FormatException if it is another kind of file, of another version,
   *     cut off or damaged
   * @throws dev.octet.tensor.InputException if the JVM denies native access
   */
  public static CompiledModel load(Path path) {
    return load(path, saved -> saved);
  }

  /** As {@link #load(Path)}, for another target. */
  public static CompiledModel load(Path path, Target target) {
    return load(path, _ -> target);
  }

  /**
   * As {@link #load(Path)}, for a target made of the saved one:
   *
   * <pre>{@code
   * Lowering.load(path, saved -> saved.threads(2))
   * }</pre>
   */
  public static CompiledModel load(Path path, UnaryOperator<Target> change) {
    return load(path, change, ReadLimits.defaults());
  }

  /** As {@link #load(Path, UnaryOperator)}, under limits. */
  public static CompiledModel load(Path path, UnaryOperator<Target> change, ReadLimits limits) {
    NativeAccess.require();
    CompiledFile file =
        CompiledFile.read(path, limits, Arena.ofAuto(), options -> loadLibrary(Target.of(options)));
    return compile(file.program(), change.apply(Target.of(file.options())));
  }

  /**
   * Loads the library that the target will most likely want, while the program is read; what goes
   * wrong is told to those who use it.
   */
  private static void loadLibrary(Target target) {
    if (!target.isPortable() && target.device().isEmpty()) {
      Thread.ofPlatform().daemon().name("octet-library").start(OneDnn::unavailable);
    }
  }

  /** True if the file begins as those that {@link CompiledModel#save} writes. */
  public static boolean isSaved(Path path) {
    return CompiledFile.isCompiled(path);
  }

  /**
   * Compiles a program to be run by whoever asks for an evaluator: calibration runs many times as
   * fast with it as with the reference evaluator.
   *
   * @return an evaluator of this program's graph alone, which must be closed
   */
  public static CompiledEvaluator evaluator(ExportedProgram program, Target target) {
    return evaluator(program, target, 1);
  }

  /**
   * As {@link #evaluator(ExportedProgram, Target)}, for callers that are known to run it at once:
   * on a processor they divide the target's threads evenly. Two batches side by side, each on half
   * of the threads, are calibrated quicker than one after the other on all, because observers look
   * at the tensors of one batch while kernels compute those of another.
   *
   * @param callers at least 1; more may run it, and others wait or take a single thread each
   */
  public static CompiledEvaluator evaluator(ExportedProgram program, Target target, int callers) {
    Preconditions.checkArgument(callers >= 1, "%s callers, expected at least 1", callers);
    return new CompiledEvaluator(program, target, callers);
  }
}
