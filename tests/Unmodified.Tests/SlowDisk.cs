using System.Buffers.Binary;
using System.Text;
using Microsoft.Win32.SafeHandles;
using Unmodified.Tests.Interop;

namespace Unmodified.Tests;

/// <summary>
/// A real file system whose disk can be stopped, through FUSE: whoever looks for a file named "hold" stops it, and reading, writing and flushing
/// then wait in the kernel until somebody looks for a file named "release". Names are looked up, and files opened, all the while.
/// </summary>
internal sealed class SlowDisk : IDisposable
{
    private const int FileSize = 65536;
    private const int RequestHeader = 40;
    private const int ReplyHeader = 16;
    private const int NoEntry = -2;
    private const int NoSystemCall = -38;

    // The kernel's linux/fuse.h, enum fuse_opcode.
    private const int Lookup = 1;
    private const int Forget = 2;
    private const int GetAttributes = 3;
    private const int SetAttributes = 4;
    private const int Open = 14;
    private const int Read = 15;
    private const int Write = 16;
    private const int Release = 18;
    private const int FSync = 20;
    private const int Flush = 25;
    private const int Init = 26;
    private const int Access = 34;
    private const int Interrupt = 36;
    private const int ForgetMany = 42;

    private readonly FileStream _device;
    private readonly Dictionary<string, ulong> _nodes = [];
    private readonly List<byte[]> _held = [];
    private bool _holds;

    internal SlowDisk()
    {
        Folder = Directory.CreateTempSubdirectory("slow-disk-").FullName;
        SafeFileHandle handle = File.OpenHandle("/dev/fuse", FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        if (Libc.Mount("slow", Folder, "fuse", 0, $"fd={handle.DangerousGetHandle()},rootmode=40000,user_id=0,group_id=0") != 0)
        {
            throw new IOException("mount failed");
        }
        _device = new FileStream(handle, FileAccess.ReadWrite, bufferSize: 0);
        new Thread(Serve) { IsBackground = true }.Start();
    }

    /// <summary>Where it is mounted.</summary>
    internal string Folder { get; }

    /// <summary>How many calls had to wait so far.</summary>
    internal int Held { get; private set; }

    public void Dispose()
    {
        Libc.Umount2(Folder, Libc.Detach);
        _device.Dispose();
        Directory.Delete(Folder);
    }

    private void Serve()
    {
        byte[] buffer = new byte[1 << 20];
        try
        {
            while (_device.Read(buffer) is var length and > 0)
            {
                Handle(buffer.AsSpan(0, length).ToArray());
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or UnauthorizedAccessException)
        {
            // Unmounted.
        }
    }

    private void Handle(byte[] request)
    {
        int operation = BinaryPrimitives.ReadInt32LittleEndian(request.AsSpan(4));
        if (_holds && operation is Read or Write or FSync)
        {
            Held++;
            _held.Add(request);
            return;
        }
        if (operation is not (Forget or ForgetMany or Interrupt))
        {
            Answer(request, operation);
        }
    }

    private void Answer(byte[] request, int operation)
    {
        ulong node = BinaryPrimitives.ReadUInt64LittleEndian(request.AsSpan(16));
        ReadOnlySpan<byte> body = request.AsSpan(RequestHeader);
        byte[] reply = [];
        int error = 0;
        switch (operation)
        {
            case Init:
                reply = new byte[64];
                body[..8].CopyTo(reply); // the kernel's own version
                BinaryPrimitives.WriteInt32LittleEndian(reply.AsSpan(20), FileSize); // the most a write may have
                break;
            case Lookup:
                string name = Encoding.UTF8.GetString(body[..body.IndexOf((byte)0)]);
                if (name.StartsWith("data", StringComparison.Ordinal))
                {
                    reply = new byte[128];
                    ulong found = _nodes.TryGetValue(name, out ulong known) ? known : _nodes[name] = (ulong)_nodes.Count + 2;
                    BinaryPrimitives.WriteUInt64LittleEndian(reply, found);
                    Attributes(found, reply.AsSpan(40));
                    break;
                }
                error = NoEntry;
                Control(name);
                break;
            case GetAttributes or SetAttributes:
                reply = new byte[104];
                Attributes(node, reply.AsSpan(16));
                break;
            case Open:
                reply = new byte[16];
                break;
            case Read:
                long offset = BinaryPrimitives.ReadInt64LittleEndian(body[8..]);
                int size = BinaryPrimitives.ReadInt32LittleEndian(body[16..]);
                reply = new byte[Math.Clamp(FileSize - offset, 0, size)];
                reply.AsSpan().Fill((byte)'x');
                break;
            case Write:
                reply = new byte[8];
                body.Slice(16, 4).CopyTo(reply);
                break;
            case FSync or Flush or Release or Access:
                break;
            default:
                error = NoSystemCall;
                break;
        }
        Send(request, error, reply);
    }

    private void Control(string name)
    {
        if (name == "hold")
        {
            _holds = true;
        }
        else if (name == "release")
        {
            _holds = false;
            _held.ForEach(Handle);
            _held.Clear();
        }
    }

    private static void Attributes(ulong node, Span<byte> attributes)
    {
        bool isRoot = node == 1;
        BinaryPrimitives.WriteUInt64LittleEndian(attributes, node);
        BinaryPrimitives.WriteUInt64LittleEndian(attributes[8..], isRoot ? 0u : FileSize);
        BinaryPrimitives.WriteInt32LittleEndian(attributes[60..], isRoot ? 0x41FF : 0x81FF);
        BinaryPrimitives.WriteInt32LittleEndian(attributes[64..], 1);
    }

    private void Send(byte[] request, int error, byte[] body)
    {
        byte[] reply = new byte[ReplyHeader + body.Length];
        BinaryPrimitives.WriteInt32LittleEndian(reply, reply.Length);
        BinaryPrimitives.WriteInt32LittleEndian(reply.AsSpan(4), error);
        request.AsSpan(8, 8).CopyTo(reply.AsSpan(8));
        body.CopyTo(reply, ReplyHeader);
        _device.Write(reply);
    }
}
