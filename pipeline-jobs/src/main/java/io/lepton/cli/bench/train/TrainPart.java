package io.lepton.cli.bench.train;

import java.util.Locale;

/** What {@code lepton bench train} can measure; each alone, in this order. */
public enum TrainPart {
    /** XGBoost beside XGBoost4J-Spark; on a GPU: beside the same on all cores of the CPU. */
    BOOSTING,
    /** The whole train stage beside XGBoost4J-Spark on the table that the stage reads. */
    STAGE,
    /** A network beside plain DL4J, DL4J's own training on Spark, and PyTorch. */
    NETWORK,
    /** Where the time of a network's training goes. */
    SHARES,
    /** What checkpoints cost. */
    CHECKPOINTS,
    /** Time and memory over a hundredfold of rows. */
    GROWTH,
    /** How well Adult's official test file is predicted. */
    ADULT,
    /** Ensembles beside their members on small sets of real data. */
    QUALITY,
    /** What it costs, on Adult, that errors fall alike on women and men. */
    MITIGATION;

    /** As a person writes it. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
