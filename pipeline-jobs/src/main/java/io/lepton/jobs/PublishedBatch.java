package io.lepton.jobs;

import io.lepton.config.Score;
import io.lepton.error.LeptonException;
import io.lepton.lake.StageRun;
import java.time.Instant;
import java.util.Optional;

/**
 * The batch of a pipeline that was scored last of those whose scores are published.
 *
 * @param scoredAt when its score stage began
 */
record PublishedBatch(String runId, Instant scoredAt, ScoreStage.Detail detail) {

    static Optional<PublishedBatch> newest(RunContext context) {
        return context.ledger()
                .latestFollowedBy(context.pipeline().pipeline(), StageName.SCORE.id(), StageName.AUDIT.id())
                .map(PublishedBatch::of);
    }

    private static PublishedBatch of(StageRun scored) {
        return new PublishedBatch(
                scored.runId(), scored.startedAt(), Json.read(scored.detailJson(), ScoreStage.Detail.class));
    }

    /**
     * A batch that was refused, whose rows a later one scored again and published: its scores would come a second time, or bring back those of rows
     * that are gone.
     *
     * @param scored the batch that is to be published
     * @throws LeptonException configuration, where it was overtaken
     */
    static void requireNotOvertaken(RunContext context, StageRun scored) {
        Score score = context.pipeline().score();
        if (!score.input().incremental() && score.write() != Score.Write.MERGE) {
            return;
        }
        PublishedBatch batch = of(scored);
        newest(context).filter(newest -> newest.overtook(batch)).ifPresent(newest -> {
            throw LeptonException.configuration("Cannot publish the scores of run '" + batch.runId() + "': run '"
                    + newest.runId() + "' scored the table after it, these rows included, and its scores are published."
                    + " Nothing is missing; run the pipeline again for what came since.");
        });
    }

    private boolean overtook(PublishedBatch earlier) {
        Optional<Incoming.Position> before = earlier.detail.position();
        return scoredAt.isAfter(earlier.scoredAt)
                && detail.position()
                        .filter(read -> before.filter(read::isOfTheSameTable).isPresent())
                        .isPresent();
    }
}
