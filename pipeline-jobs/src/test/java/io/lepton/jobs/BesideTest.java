package io.lepton.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.error.LeptonException;
import io.lepton.testing.LocalSpark;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LocalSpark.class)
class BesideTest {
    @Test
    void worksInTheSessionOfWhoStartedItWhileThatOneWorks(SparkSession spark) {
        SparkSession other = spark.newSession();
        CountDownLatch both = new CountDownLatch(1);

        try (Beside<SparkSession> beside = Beside.start(other, () -> {
            await(both);
            return SparkSession.active();
        })) {
            both.countDown();

            assertThat(beside.result()).isSameAs(other);
        }
    }

    @Test
    void throwsWhatTheWorkThrew(SparkSession spark) {
        LeptonException reason = LeptonException.data("Cannot do it");

        try (Beside<Boolean> beside = Beside.start(spark, () -> {
            throw reason;
        })) {
            assertThatThrownBy(beside::result).isSameAs(reason);
        }
    }

    @Test
    void endsItsJobsWhenItsOwnerFails(SparkSession spark) {
        CountDownLatch begun = new CountDownLatch(1);
        AtomicBoolean ended = new AtomicBoolean();

        assertThatThrownBy(() -> {
                    try (Beside<Long> beside = Beside.start(spark, () -> {
                        begun.countDown();
                        try {
                            // Some minutes.
                            return spark.range(0, 400_000_000_000L, 1, 1)
                                    .filter("hash(id) = 1 and hash(id + 1) = 2")
                                    .count();
                        } finally {
                            ended.set(true);
                        }
                    })) {
                        await(begun);
                        throw new IllegalStateException("of the owner");
                    }
                })
                .hasMessage("of the owner");
        assertThat(ended).isTrue();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
