// SPDX-License-Identifier: MIT
pragma solidity 0.8.31;

import {StakedEther} from "../../src/staking/StakedEther.sol";
import {RedeemQueue} from "../../src/vault/RedeemQueue.sol";
import {Scene} from "./Scene.sol";

/// @dev Calls back when it is paid, and notes what came of it.
contract Caller {
    address private target;
    bytes private data;
    uint256 private value;
    bool public called;
    bool public succeeded;
    bytes public answer;

    function arm(address target_, bytes calldata data_, uint256 value_) external {
        (target, data, value, called) = (target_, data_, value_, false);
    }

    function run(address to, bytes calldata what) external payable returns (bytes memory) {
        (bool ok, bytes memory result) = to.call{value: msg.value}(what);
        require(ok, "the call itself failed");
        return result;
    }

    receive() external payable {
        if (target == address(0) || called) return;
        called = true;
        (succeeded, answer) = target.call{value: value}(data);
    }
}

contract ReentrancyTest is Scene {
    Caller private caller;
    uint256 private id;

    function setUp() public override {
        super.setUp();
        caller = new Caller();
        deposit(bob, 10_000 ether);
        deposit(alice, 1000 ether);
        vm.prank(alice);
        vault.transfer(address(caller), 500 ether);
        caller.run(address(vault), abi.encodeCall(overloads.requestRedeem, (5 ether, address(caller), address(caller))));
        id = ORIGIN;
        caller.run(address(vault), abi.encodeCall(overloads.requestRedeem, (5 ether, address(caller), address(caller))));
        stakeAll();
        checkpoint();
        fill();
    }

    /// @dev Names one of several functions of the same name.
    Overloads private constant overloads = Overloads(address(0));

    function attempts() private view returns (bytes[] memory calls) {
        uint256[] memory ids = new uint256[](1);
        ids[0] = id + 5 ether;
        calls = new bytes[](10);
        calls[0] = abi.encodeWithSignature("depositETH(address)", address(caller));
        calls[1] = abi.encodeWithSignature("deposit(uint256,address)", 1 ether, address(caller));
        calls[2] = abi.encodeWithSignature("mint(uint256,address)", 1 ether, address(caller));
        calls[3] = abi.encodeCall(overloads.requestRedeem, (1 ether, address(caller), address(caller)));
        calls[4] = abi.encodeCall(vault.fill, (type(uint256).max));
        calls[5] = abi.encodeCall(overloads.redeemInstant, (1 ether, address(caller), address(caller)));
        calls[6] = abi.encodeCall(vault.redeem, (1, address(caller), address(caller)));
        calls[7] = abi.encodeCall(vault.withdraw, (1, address(caller), address(caller)));
        calls[8] = abi.encodeCall(vault.collectFees, ());
        calls[9] = abi.encodeWithSignature("depositETH(address,uint256,uint256)", address(caller), 0, type(uint256).max);
    }

    function test_redeemInstant_theReceiverCannotEnterTheVaultAgain() public {
        bytes[] memory calls = attempts();
        for (uint256 i; i < calls.length; ++i) {
            caller.arm(address(vault), calls[i], i == 0 || i == 9 ? 0.1 ether : 0);
            caller.run(
                address(vault), abi.encodeCall(overloads.redeemInstant, (1 ether, address(caller), address(caller)))
            );
            assertTrue(caller.called(), "it tried");
            assertTrue(!caller.succeeded(), "GUARD-1");
            assertTrue(bytes4(caller.answer()) == bytes4(keccak256("Reentered()")), "GUARD-1");
        }
    }

    /// @dev When the ether leaves, all is written: what the receiver reads is what everyone will read afterwards.
    function test_redeemInstant_theReceiverSeesTheStateAfter() public {
        caller.arm(address(vault), abi.encodeCall(vault.rate, ()), 0);
        caller.run(
            address(vault), abi.encodeCall(overloads.redeemInstant, (10 ether, address(caller), address(caller)))
        );
        (uint256 assets, uint256 supply) = abi.decode(caller.answer(), (uint256, uint256));
        (uint256 assetsAfter, uint256 supplyAfter) = vault.rate();
        assertEq(assets, assetsAfter, "GUARD-1");
        assertEq(supply, supplyAfter, "GUARD-1");
    }

    function test_claim_theReceiverCannotEnterTheQueueAgain() public {
        uint256[] memory ids = new uint256[](1);
        ids[0] = id + 5 ether;
        bytes[2] memory calls = [
            abi.encodeWithSignature("claim(uint256,address)", ids[0], address(caller)),
            abi.encodeCall(queue.settle, (ids))
        ];
        uint256 state = vm.snapshotState();
        for (uint256 i; i < 2; ++i) {
            caller.arm(address(queue), calls[i], 0);
            caller.run(address(queue), abi.encodeWithSignature("claim(uint256,address)", id, address(caller)));
            assertTrue(caller.called() && !caller.succeeded(), "GUARD-1");
            vm.revertToState(state);
            state = vm.snapshotState();
        }
    }

    function test_claim_theReceiverMayUseTheVaultAndGainsNothingByIt() public {
        uint256 before = price();
        caller.arm(address(vault), abi.encodeWithSignature("depositETH(address)", address(caller)), 5 ether);
        caller.run(address(queue), abi.encodeWithSignature("claim(uint256,address)", id, address(caller)));
        assertTrue(caller.succeeded(), "claims and the vault are apart");
        assertGe(price(), before, "RATE-1");
        assertEq(vault.idle(), address(vault).balance, "SOLV-3");
    }

    function test_claim_toTheEscrowOrTheQueueIsAGiftThatBreaksNothing() public {
        caller.run(address(queue), abi.encodeWithSignature("claim(uint256,address)", id, address(queue)));
        assertGe(escrow.balance, positionOf(id + 5 ether).assets, "SOLV-2");
        caller.run(address(queue), abi.encodeWithSignature("claim(uint256,address)", id + 5 ether, escrow));
        assertEq(queue.balanceOf(address(caller)), 0, "both are claimed");
    }
}

interface Overloads {
    function requestRedeem(uint256 shares, address controller, address owner) external returns (uint256);
    function redeemInstant(uint256 shares, address receiver, address owner) external returns (uint256);
}
