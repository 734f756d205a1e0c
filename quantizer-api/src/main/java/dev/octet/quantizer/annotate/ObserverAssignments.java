package dev.octet.quantizer.annotate;

import com.google.common.collect.ImmutableList;
import dev.octet.quantizer.observe.Observer;
import dev.octet.quantizer.spec.Site;
import java.util.Optional;

/**
 * Which observer every annotated site is going to have, before any is inserted. A quantizer may
 * exchange them: see {@link Quantizer#assignObservers}.
 */
public interface ObserverAssignments {
  /** Every annotated site, in graph order. */
  ImmutableList<Site> sites();

  /** All sites, this one included, that share the observer of a site; in graph order. */
  ImmutableList<Site> sharing(Site site);

  /** The observer of a site; empty if it has none or its parameters are derived from others. */
  Optional<Observer> observer(Site site);

  /**
   * Gives a site, and all that share its observer, another one.
   *
   * @throws AnnotationException if the site is not annotated
   */
  void replace(Site site, Observer observer);
}
