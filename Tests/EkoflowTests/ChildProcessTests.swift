import CLibrary
import Foundation
import Testing
import WorkflowEngine

@testable import ekoflow

@Suite("A program that an environment names is ended with all its children", .timeLimit(.minutes(5)))
struct ChildProcessTests {
    private let folder: TemporaryFolder
    /// A pipe that each program and its children hold open.
    private let pipe: Int32

    init() throws {
        folder = try TemporaryFolder()
        let path = folder.url.appending(path: "pipe").path
        try #require(mkfifo(path, 0o600) == 0)
        pipe = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
        try #require(pipe >= 0)
    }

    /// Starts a child that never ends by itself.
    private func startsChild(_ rest: String) -> [String] {
        ["/bin/sh", "-c", "exec 3> \(folder.url.path)/pipe; sleep 1000 & \(rest)"]
    }

    /// Whether nobody holds the pipe open any more, within 5 s.
    private func hasEnded() async -> Bool {
        let pipe = pipe
        return await ThreadOfItsOwn {
            var wanted = pollfd(fd: pipe, events: 0, revents: 0)
            return poll(&wanted, 1, 5_000) == 1 && wanted.revents & Int16(POLLHUP) != 0
        }.value
    }

    @Test("the program ends by itself, and its child keeps the output open")
    func leftBehind() async throws {
        #expect(
            try await ChildProcess.runner(hiding: [], deadline: .seconds(200))(startsChild("echo key"), [:]) == "key\n")
        #expect(await hasEnded())
    }

    @Test(
        "the program does not end, prints too much or fails",
        arguments: [
            ("wait", "it did not end within"), ("exec yes", "it printed more than 64 KiB"),
            ("exit 3", "it ended with exit code 3"), ("kill -9 $$", "it was ended by signal 9"),
        ])
    func failures(_ rest: String, _ reason: String) async throws {
        let deadline = Duration.milliseconds(rest == "wait" ? 500 : 200_000)
        do {
            _ = try await ChildProcess.runner(hiding: [], deadline: deadline)(startsChild(rest), [:])
            Issue.record("it did not fail")
        } catch {
            #expect(error.reason.contains(reason), "\(error.reason)")
        }
        #expect(await hasEnded())
    }

    @Test("a child that ignores SIGTERM is killed")
    func stubborn() async throws {
        // A subshell that ignores a signal before it is started.
        _ = try await ChildProcess.runner(hiding: [], deadline: .seconds(200))(
            ["/bin/sh", "-c", "trap '' TERM; " + startsChild("echo key")[2]], [:])
        #expect(await hasEnded())
    }

    @Test("a signal that ends ekoflow before its run ends the program too")
    func signal() async throws {
        try folder.write(
            "name: local\nbase_url: http://127.0.0.1:1\ninitiator_id: '9962981729'\ncredentials: { developer_key: { command: [/bin/sh, -c, 'exec 3> pipe; echo >&3; exec sleep 1000'] }, access_key: { env: A } }\n",
            to: "environments/local.yml")
        let process = try SpawnedProcess(
            EkoflowProcess.executable, ["sign", "--env", "local"], in: folder.url,
            environment: ["A": "some-key", "PATH": "/usr/bin:/bin"])
        let pipe = pipe
        // On one thread, because a busy machine could come back to this test after the program's deadline.
        let (hasStarted, status) = await ThreadOfItsOwn {
            var wanted = pollfd(fd: pipe, events: Int16(POLLIN), revents: 0)
            let hasStarted = poll(&wanted, 1, 20_000) == 1
            process.send(SIGTERM)
            return (hasStarted, process.wait())
        }.value
        #expect(hasStarted)
        #expect(status == -SIGTERM)
        #expect(await hasEnded())
    }

    @Test("programs get all variables but the ones that the environment names as credentials")
    func variables() async throws {
        try folder.write(
            """
            name: local
            base_url: https://127.0.0.1:1
            initiator_id: '9962981729'
            credentials:
              developer_key: { env: MY_KEY }
              access_key: { command: [/bin/sh, -c, 'env > seen; echo some-access-key'] }
            tls: { client_certificate: x.pem, client_key_password: { env: MY_PASSWORD } }

            """, to: "environments/local.yml")
        _ = try await EkoflowProcess.run(
            ["doctor", "--env", "local"], in: folder.url,
            environment: ["MY_KEY": "developer-key-1", "MY_PASSWORD": "password-1", "VAULT_TOKEN": "of-the-program"])
        let seen = try folder.read("seen")
        #expect(seen.contains("VAULT_TOKEN=of-the-program"))
        for hidden in ["MY_KEY", "MY_PASSWORD", "developer-key-1"] { #expect(!seen.contains(hidden)) }
    }
}
