package io.lepton.fairness.peers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lepton.testing.PythonPackages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Fairlearn, AIF360 and Aequitas, as the Python registry has them, and what they make of the rows of cases. */
final class Peers {
    private static final Path SCRIPTS = Path.of("src/test/resources/io/lepton/fairness/peers");

    private final JsonNode byPeerAndCase;

    private Peers(JsonNode byPeerAndCase) {
        this.byPeerAndCase = byPeerAndCase;
    }

    /** @param folder for the rows */
    static Peers asked(List<PeerCase> cases, Path folder) throws IOException, InterruptedException {
        PythonPackages installed =
                PythonPackages.installed("fairness-peers", Files.readAllLines(SCRIPTS.resolve("requirements.txt")));
        for (PeerCase each : cases) {
            each.write(folder);
        }
        PythonPackages.Output output =
                installed.run(List.of("-B", SCRIPTS.resolve("peers.py").toString(), folder.toString()));
        assertThat(output.exitCode()).as(output.text()).isZero();
        List<String> lines = output.text().lines().toList();
        return new Peers(new ObjectMapper().readTree(lines.get(lines.size() - 1)));
    }

    /** What each peer says of a case that it can measure; Fairlearn can measure all. */
    List<PeerFigures> of(PeerCase peerCase) {
        List<PeerFigures> figures = new ArrayList<>();
        for (JsonNode byCase : byPeerAndCase) {
            if (byCase.has(peerCase.id())) {
                figures.add(new PeerFigures(byCase.path(peerCase.id())));
            }
        }
        assertThat(figures).as(peerCase.id()).isNotEmpty();
        return figures;
    }
}
