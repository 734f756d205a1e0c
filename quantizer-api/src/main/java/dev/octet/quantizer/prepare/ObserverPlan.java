package dev.octet.quantizer.prepare;

import com.google.common.collect.ImmutableList;
import dev.octet.graph.Graph;
import dev.octet.quantizer.annotate.AnnotationException;
import dev.octet.quantizer.annotate.Annotations;
import dev.octet.quantizer.annotate.ObserverAssignments;
import dev.octet.quantizer.observe.Observer;
import dev.octet.quantizer.spec.DerivedQuantizationSpec;
import dev.octet.quantizer.spec.QuantizationSpecBase;
import dev.octet.quantizer.spec.SharedQuantizationSpec;
import dev.octet.quantizer.spec.Site;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The observer of each group of sites, before any is inserted. Not thread-safe. */
public final class ObserverPlan implements ObserverAssignments {
  /** A group; at most one of observer and derivation is there, none if the sites are unobserved. */
  static final class Slot {
    final ImmutableList<Site> sites;
    @Nullable Observer observer;
    @Nullable DerivedQuantizationSpec derivation;

    private Slot(List<Site> sites) {
      this.sites = ImmutableList.copyOf(sites);
    }

    boolean isObserved() {
      return observer != null || derivation != null;
    }
  }

  private final Map<Site, Slot> slots = new LinkedHashMap<>();
  private final ImmutableList<Site> sites;

  private ObserverPlan(ImmutableList<Site> sites) {
    this.sites = sites;
  }

  /** Makes the observers that annotations ask for; the first site of a group says which. */
  public static ObserverPlan of(Graph graph, Annotations annotations) {
    List<Site> order = new ArrayList<>();
    annotations.forEach(graph, (site, _) -> order.add(site));
    ObserverPlan plan = new ObserverPlan(ImmutableList.copyOf(order));
    for (List<Site> group : SharingGroups.of(graph, annotations)) {
      Slot slot = new Slot(group);
      group.forEach(site -> plan.slots.put(site, slot));
      concreteSpec(group, annotations)
          .ifPresent(spec -> {
            if (spec instanceof DerivedQuantizationSpec derived) {
              slot.derivation = derived;
            } else {
              slot.observer = Observer.of(spec);
            }
          });
    }
    return plan;
  }

  /** The spec of the first site that has one of its own; empty if that says "not observed". */
  private static Optional<QuantizationSpecBase> concreteSpec(
      List<Site> group, Annotations annotations) {
    for (Site site : group) {
      Optional<QuantizationSpecBase> spec = annotations.spec(site);
      if (!(spec.orElse(null) instanceof SharedQuantizationSpec)) {
        return spec;
      }
    }
    return Optional.empty();
  }

  @Nullable Slot slot(Site site) {
    return slots.get(site);
  }

  @Override
  public ImmutableList<Site> sites() {
    return sites;
  }

  @Override
  public ImmutableList<Site> sharing(Site site) {
    return required(site).sites;
  }

  @Override
  public Optional<Observer> observer(Site site) {
    return Optional.ofNullable(required(site).observer);
  }

  @Override
  public void replace(Site site, Observer observer) {
    Slot slot = required(site);
    slot.observer = observer;
    slot.derivation = null;
  }

  private Slot required(Site site) {
    Slot slot = slots.get(site);
    if (slot == null) {
      throw new AnnotationException(
          site + " is not annotated; the annotated sites are those of sites()");
    }
    return slot;
  }
}
