"""Self-test of tools/deps/install.sh: packages that bring a daemon leave none running, now or at the next boot."""
import os
import shutil
import subprocess
import tempfile
import unittest

DEPS = os.path.join(os.path.dirname(os.path.abspath(__file__)), 'deps')
# Every command that could touch the machine is one of these; each notes that it was called, and whether daemons are held.
STUB = '''#!/bin/sh
if [ -x "$POLICY_RC_D" ]; then "$POLICY_RC_D"; held=$?; else held=no; fi
echo "$held $(basename "$0") $*" >>"$CALLS"
case "$(basename "$0") $*" in
"id -u") echo 0 ;;
"dpkg-query "*kannel*|"dpkg-query "*gammu*) [ -n "$THERE" ] && echo installed ;;
"dpkg-query "*) echo installed ;;
"apt-get install -y"*) exit "${FAILS:-0}" ;;
esac
exit 0
'''


class Deps(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.mkdtemp()
        self.addCleanup(shutil.rmtree, self.folder)
        shutil.copytree(DEPS, os.path.join(self.folder, 'tools', 'deps'))
        os.mkdir(os.path.join(self.folder, 'bin'))
        for name in ('apt-get', 'dpkg-query', 'npm', 'update-rc.d', 'id'):
            self.write(os.path.join('bin', name), STUB)
        for name in ('sh', 'env', 'dirname', 'basename', 'mkdir', 'touch', 'chmod', 'rm', 'cat'):
            os.symlink(shutil.which(name), os.path.join(self.folder, 'bin', name))
        self.policy = os.path.join(self.folder, 'policy-rc.d')

    def write(self, name, text):
        path = os.path.join(self.folder, name)
        with open(path, 'w', encoding='utf-8') as f:
            f.write(text)
        os.chmod(path, 0o755)

    def run_it(self, *words, **more):
        calls = os.path.join(self.folder, 'calls')
        env = {'PATH': os.path.join(self.folder, 'bin'), 'POLICY_RC_D': self.policy, 'CALLS': calls, **more}
        r = subprocess.run(['sh', os.path.join(self.folder, 'tools', 'deps', 'install.sh'), os.path.join(self.folder, 'stamp'), *words],
                           env=env, capture_output=True, text=True, timeout=30)
        with open(calls, encoding='utf-8') as f:
            return r, f.read().splitlines()

    def test_daemons_are_held_while_packages_are_installed(self):
        r, calls = self.run_it()
        self.assertEqual(r.returncode, 0, r.stderr)
        installs = [c for c in calls if 'apt-get install -y' in c]
        self.assertEqual(len(installs), 1)
        self.assertTrue(installs[0].startswith('101 ') and 'kannel' in installs[0] and 'gammu-smsd' in installs[0], installs)
        self.assertFalse(os.path.exists(self.policy))
        disabled = [c.split()[2] for c in calls if 'update-rc.d' in c]
        self.assertEqual(disabled, ['gammu-smsd', 'kannel'])

    def test_to_build_nothing_is_installed_that_only_tests_need(self):
        r, calls = self.run_it('build')
        self.assertEqual(r.returncode, 0, r.stderr)
        self.assertTrue([c for c in calls if 'dpkg-query' in c and 'libsodium-dev' in c])
        self.assertFalse([c for c in calls if 'kannel' in c or 'chromium' in c], calls)

    def test_attack_tools_come_only_when_asked_for(self):
        for word, come in ((None, False), ('build', False), ('enemy', True)):
            _, calls = self.run_it(*([word] if word else []))
            self.assertEqual(any('dpkg-query' in c and 'slowhttptest' in c for c in calls), come, (word, calls))
            os.remove(os.path.join(self.folder, 'calls'))

    def test_a_failed_install_holds_nobody_afterwards(self):
        r, calls = self.run_it(FAILS='1')
        self.assertNotEqual(r.returncode, 0)
        self.assertTrue(all(c.startswith('101 ') for c in calls if 'apt-get install -y' in c), calls)
        self.assertFalse(os.path.exists(self.policy))

    def test_what_is_there_is_left_alone(self):
        self.write('policy-rc.d', '#!/bin/sh\nexit 7\n')
        r, calls = self.run_it(THERE='1')
        self.assertEqual(r.returncode, 0, r.stderr)
        self.assertFalse([c for c in calls if 'update-rc.d' in c or 'install -y' in c])
        r, calls = self.run_it()
        self.assertTrue(os.path.exists(self.policy))
        self.assertTrue([c for c in calls if c.startswith('7 apt-get install -y')], calls)


if __name__ == '__main__':
    unittest.main()
