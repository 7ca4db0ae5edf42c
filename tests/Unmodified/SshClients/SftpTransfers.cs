using System;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using Renci.SshNet;
using Renci.SshNet.Common;
using Renci.SshNet.Sftp;

/// <summary>16 threads send and fetch files over connections of their own, and 16 over one.</summary>
class SftpTransfers : SshScenario
{
    public override void Run()
    {
        int same = 0;
        using (SftpClient shared = ConnectSftp())
        {
            Crowd(32, me =>
            {
                SftpClient client = me % 2 == 0 ? shared : ConnectSftp();
                byte[] content = new byte[me * 10000 + 1];
                new Random(me).NextBytes(content);
                string path = Server[4] + "/file " + me;
                client.UploadFile(new MemoryStream(content), path);
                var back = new MemoryStream();
                client.DownloadFile(path, back);
                if (back.ToArray().AsSpan().SequenceEqual(content))
                {
                    Interlocked.Increment(ref same);
                }
                client.RenameFile(path, path + ".moved");
                if (client != shared)
                {
                    client.Dispose();
                }
            });
            Say("the same: " + same);
            ISftpFile[] files = shared.ListDirectory(Server[4]).Where(f => f.IsRegularFile).ToArray();
            Say("files: " + files.Length + ", moved: " + files.Count(f => f.Name.EndsWith(".moved")) + ", bytes: " + files.Sum(f => f.Length));
            using (SftpFileStream stream = shared.Open(Server[4] + "/lines", FileMode.Create, FileAccess.ReadWrite))
            using (var writer = new StreamWriter(stream))
            {
                for (int i = 0; i < 1000; i++)
                {
                    writer.WriteLine("line " + i);
                }
            }
            Say("lines: " + shared.ReadAllLines(Server[4] + "/lines").Length);
            try
            {
                shared.DownloadFile(Server[4] + "/missing", new MemoryStream());
            }
            catch (SftpPathNotFoundException)
            {
                Say("missing: not found");
            }
            shared.DeleteFile(Server[4] + "/lines");
            Say("deleted: " + !shared.Exists(Server[4] + "/lines"));
        }
    }
}
