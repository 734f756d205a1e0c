package dev.octet.lowering.plan;

import static com.google.common.truth.Truth.assertThat;

import org.junit.jupiter.api.Test;

final class ThreadBudgetTest {
  @Test
  void whoFindsEnoughGetsTheMostAndOthersOne() {
    ThreadBudget budget = new ThreadBudget(4, 3);
    ThreadBudget.Share most = budget.take();
    assertThat(most.threads()).isEqualTo(3);
    ThreadBudget.Share one = budget.take();
    assertThat(one.threads()).isEqualTo(1);
    most.close();
    ThreadBudget.Share two = budget.take();
    assertThat(two.threads()).isEqualTo(3);
    two.close();
    one.close();
    assertThat(budget.takeWithoutWaiting().threads()).isEqualTo(3);
    assertThat(budget.takeWithoutWaiting().held()).isEqualTo(1);
  }

  @Test
  void aThreadBeyondTheBudgetIsNotGivenBack() {
    ThreadBudget budget = new ThreadBudget(2, 2);
    ThreadBudget.Share both = budget.take();
    ThreadBudget.Share beyond = budget.takeWithoutWaiting();
    assertThat(beyond.threads()).isEqualTo(1);
    beyond.close();
    both.close();
    assertThat(budget.take().threads()).isEqualTo(2);
    assertThat(budget.takeWithoutWaiting().held()).isEqualTo(0);
  }

  @Test
  void runsOfOneThreadStandSideBySide() {
    ThreadBudget budget = new ThreadBudget(2, 1);
    assertThat(budget.take().threads()).isEqualTo(1);
    assertThat(budget.take().held()).isEqualTo(1);
    assertThat(budget.takeWithoutWaiting().held()).isEqualTo(0);
  }
}
