using VirtProvision.Libvirt.Rpc;

namespace VirtProvision.Libvirt.Tests;

public sealed class MessageSenderTests
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task What_is_held_back_while_another_batch_leaves_is_confirmed_once_it_left_too()
    {
        var transport = new SlowTransport();
        var sender = new MessageSender(transport, exception => Assert.Fail(exception.Message));
        var first = Send(sender, 1);
        await transport.Asked.WaitAsync(s_limit);

        sender.Hold();
        var second = Send(sender, 2);
        transport.Answer.SetResult();
        await first.WaitAsync(s_limit);
        await SlowTransport.IdleAsync(sender);
        Assert.False(second.IsCompleted);

        sender.Release();
        await second.WaitAsync(s_limit);
        Assert.Equal(2, transport.Writes);
    }

    private static Task Send(MessageSender sender, uint serial) =>
        sender.SendAsync(MessageHeader.Of(RemoteProcedure.StorageVolUpload, MessageType.Stream, serial, MessageStatus.Continue), [1, 2, 3]);

    /// <summary>Takes the first write only when told to.</summary>
    private sealed class SlowTransport : MemoryStream
    {
        private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _writes;

        public TaskCompletionSource Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Asked => _asked.Task;

        public int Writes => Volatile.Read(ref _writes);

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (Interlocked.Increment(ref _writes) == 1)
            {
                _asked.SetResult();
                await Answer.Task;
            }
        }

        /// <summary>Waits until the sender has looked for a further batch and, held, found none that may leave.</summary>
        public static async Task IdleAsync(MessageSender sender)
        {
            for (var tries = 0; sender.IsSending; tries++)
            {
                Assert.True(tries < 2000, "The sender goes on although it is held.");
                await Task.Delay(5);
            }
        }
    }
}
