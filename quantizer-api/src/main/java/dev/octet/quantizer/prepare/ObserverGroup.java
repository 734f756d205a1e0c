package dev.octet.quantizer.prepare;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import dev.octet.quantizer.observe.RunningObserver;
import dev.octet.quantizer.spec.DerivedQuantizationSpec;
import dev.octet.quantizer.spec.QParams;
import dev.octet.quantizer.spec.Site;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Sites that share one observer, or one derivation.
 *
 * @param name that of the first of its nodes in the graph, {@code activation_post_process_4}
 * @param sites in graph order
 * @param observer empty if the parameters are derived
 * @param derivation how the parameters follow from those of {@code sources}; empty if they are
 *     observed
 */
public record ObserverGroup(
    String name,
    ImmutableList<Site> sites,
    Optional<RunningObserver> observer,
    Optional<DerivedQuantizationSpec> derivation,
    ImmutableList<ObserverGroup> sources) {
  public ObserverGroup {
    Preconditions.checkArgument(
        observer.isPresent() != derivation.isPresent(), "%s: observed or derived?", name);
  }

  /** Scale and zero point at this moment. */
  public QParams qparams() {
    if (derivation.isPresent()) {
      List<QParams> of = sources.stream().map(ObserverGroup::qparams).toList();
      QParams derived = derivation.get().derivation().derive(of);
      return Objects.requireNonNull(derived, "the formula gave null");
    }
    return observer.orElseThrow().qparams();
  }

  /** True if the observer needs values and has seen none. */
  public boolean lacksValues() {
    return observer.map(RunningObserver::lacksValues).orElse(false);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ObserverGroup group && name.equals(group.name);
  }

  @Override
  public int hashCode() {
    return name.hashCode();
  }
}
