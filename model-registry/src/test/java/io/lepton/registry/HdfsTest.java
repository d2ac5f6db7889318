package io.lepton.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.registry.storage.HadoopStore;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The registry on a real HDFS: one name node, one data node. */
@Tag("slow")
class HdfsTest {

    @TempDir
    static Path folder;

    private static MiniDFSCluster cluster;
    private static Configuration conf;

    @BeforeAll
    static void start() throws IOException {
        conf = new Configuration();
        conf.set(MiniDFSCluster.HDFS_MINIDFS_BASEDIR, folder.toString());
        cluster = new MiniDFSCluster.Builder(conf).numDataNodes(1).build();
        cluster.waitActive();
        conf = new Configuration();
        conf.set("fs.defaultFS", cluster.getURI().toString());
    }

    @AfterAll
    static void stop() {
        cluster.shutdown(true);
    }

    @Test
    void registersPromotesRollsBackVerifiesAndDeletes() throws IOException {
        ModelRegistry registry = new ModelRegistry(conf, "/registry one");
        registry.register(Samples.version("income", "run-1"));
        ModelVersion second = registry.register(Samples.version("income", "run-2"));
        registry.promote("income", 1, "champion", "first");
        registry.promote("income", 2, "champion", "second");

        assertThat(second.path()).startsWith(cluster.getURI() + "/registry one/income/files/");
        registry.verify(second);
        assertThat(registry.rollback("income", "champion").version()).isEqualTo(1);
        assertThat(registry.aliases("income")).isEqualTo(Map.of("champion", 1));
        try (OutputStream out =
                cluster.getFileSystem().create(new org.apache.hadoop.fs.Path(second.path() + "/card.md"), true)) {
            out.write("# Another card".getBytes(StandardCharsets.UTF_8));
        }
        assertThatThrownBy(() -> registry.verify(second)).hasMessageContaining("file 'card.md' ");
        registry.delete("income", 2);
        assertThat(registry.numbers("income")).containsExactly(1);
    }

    @Test
    void copiesAFolderFromHdfs() throws IOException {
        FileSystem files = cluster.getFileSystem();
        for (String name : List.of("/model/metadata/part-0", "/model/data/part-0")) {
            try (OutputStream out = files.create(new org.apache.hadoop.fs.Path(name))) {
                out.write(name.getBytes(StandardCharsets.UTF_8));
            }
        }
        NewVersion sample = Samples.version("copied", "run-1");
        ModelRegistry registry = new ModelRegistry(conf, cluster.getURI() + "/copies");

        ModelVersion version = registry.register(new NewVersion(
                "copied",
                "run-1",
                "",
                List.of(ModelFile.of("spark", new org.apache.hadoop.fs.Path("/model"))),
                "",
                "",
                Map.of(),
                Map.of(),
                "",
                sample.lineage()));

        assertThat(version.files())
                .extracting(FileEntry::name)
                .containsExactly("spark/data/part-0", "spark/metadata/part-0");
        registry.verify(version);
    }

    @Test
    void ofRunsThatRegisterAtOnceEachGetsItsOwnNumber() {
        List<Integer> numbers = IntStream.range(0, 8)
                .parallel()
                .mapToObj(i -> new ModelRegistry(conf, "/registry").register(Samples.version("busy", "run-" + i)))
                .map(ModelVersion::version)
                .sorted()
                .toList();

        assertThat(numbers).containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
    }

    @Test
    void putsAFileOnlyWhereNoneIs() throws IOException {
        HadoopStore store = new HadoopStore(cluster.getFileSystem(), new org.apache.hadoop.fs.Path("/puts"));

        assertThat(store.putIfAbsent("a/b", new byte[] {1})).isTrue();
        assertThat(store.putIfAbsent("a/b", new byte[] {2})).isFalse();

        assertThat(store.read("a/b"))
                .hasValueSatisfying(content -> assertThat(content).containsExactly(1));
        assertThat(store.list("a")).containsExactly("b");
        assertThat(store.walk("a/b")).containsExactly("");
        assertThat(store.walk("absent")).isEmpty();
    }
}
