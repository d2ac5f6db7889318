package io.lepton.privacy.encryption;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FolderPatternTest {
    @Test
    void holdsWhatLiesInAFolderOfThatName() {
        FolderPattern folder = new FolderPattern("/lake/raw/people (old)");

        assertThat(folder.holds("/lake/raw/people (old)/part-1.parquet")).isTrue();
        assertThat(folder.holds("/lake/raw/people (old)/sex=f/part-1.parquet")).isTrue();
        assertThat(folder.holds("/lake/raw/people (old)")).isFalse();
        assertThat(folder.holds("/lake/raw/people (older)/part-1.parquet")).isFalse();
    }

    @Test
    void standsForAnyPartOfANameButForNoFolder() {
        FolderPattern folder = new FolderPattern("work/flow-*/scores");

        assertThat(folder.matches("work/flow-000001/scores")).isTrue();
        assertThat(folder.matches("work/flow-000001-anew/scores")).isTrue();
        assertThat(folder.matches("work/flow/scores")).isFalse();
        assertThat(folder.matches("work/flow-000001/other/scores")).isFalse();
        assertThat(folder.holds("work/flow-000001/scores/part-1.parquet")).isTrue();
    }
}
